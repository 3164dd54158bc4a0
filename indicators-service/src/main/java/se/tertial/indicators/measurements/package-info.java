/** What was measured, in total and by gender or category, or why there is no value. */
@NullMarked
package se.tertial.indicators.measurements;

import org.jspecify.annotations.NullMarked;

/** What is measured: indicators, volume measures and personnel measures, in a tree. */
@NullMarked
package se.tertial.indicators.measures;

import org.jspecify.annotations.NullMarked;

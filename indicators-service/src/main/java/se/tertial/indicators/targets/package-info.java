/** What is aimed at: target expressions, and whether what was measured meets them. */
@NullMarked
package se.tertial.indicators.targets;

import org.jspecify.annotations.NullMarked;

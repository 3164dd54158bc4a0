/** The months and years that a figure is about. */
@NullMarked
package se.tertial.kit.period;

import org.jspecify.annotations.NullMarked;

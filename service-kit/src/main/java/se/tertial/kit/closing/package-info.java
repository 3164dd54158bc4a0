/** Periods that are open or closed: what belongs to a closed one changes only by a controller's reasoned correction. */
@NullMarked
package se.tertial.kit.closing;

import org.jspecify.annotations.NullMarked;

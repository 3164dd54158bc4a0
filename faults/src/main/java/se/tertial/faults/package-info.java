/** The fault campaign: the suite under load while it is harmed, and the proof that nothing was lost. */
@NullMarked
package se.tertial.faults;

import org.jspecify.annotations.NullMarked;

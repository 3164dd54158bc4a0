/** What one municipality notices of another's worst behaviour. */
@NullMarked
package se.tertial.faults.neighbour;

import org.jspecify.annotations.NullMarked;

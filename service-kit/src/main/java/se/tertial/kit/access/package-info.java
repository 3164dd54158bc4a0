/** Who may do what in which administration. */
@NullMarked
package se.tertial.kit.access;

import org.jspecify.annotations.NullMarked;

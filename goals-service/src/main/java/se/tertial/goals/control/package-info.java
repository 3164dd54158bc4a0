/** Internal control: control points, what was found and what is done about it. */
@NullMarked
package se.tertial.goals.control;

import org.jspecify.annotations.NullMarked;

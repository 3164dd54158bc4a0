/** How far each goal is reached, period by period. */
@NullMarked
package se.tertial.goals.assessments;

import org.jspecify.annotations.NullMarked;

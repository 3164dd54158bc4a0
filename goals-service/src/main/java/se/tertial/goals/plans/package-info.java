/** Plans and programmes and their follow-up. */
@NullMarked
package se.tertial.goals.plans;

import org.jspecify.annotations.NullMarked;

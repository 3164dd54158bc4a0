/** What is done to reach the goals: strategic assignments and activities. */
@NullMarked
package se.tertial.goals.work;

import org.jspecify.annotations.NullMarked;

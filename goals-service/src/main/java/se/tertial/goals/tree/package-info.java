/** What is striven for: goal areas, municipal goals and administration goals. */
@NullMarked
package se.tertial.goals.tree;

import org.jspecify.annotations.NullMarked;

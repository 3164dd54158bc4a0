/** What is done to the suite, and undone. */
@NullMarked
package se.tertial.faults.harm;

import org.jspecify.annotations.NullMarked;

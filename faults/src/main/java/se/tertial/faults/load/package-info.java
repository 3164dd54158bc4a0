/** What is asked of the suite, and what it answered. */
@NullMarked
package se.tertial.faults.load;

import org.jspecify.annotations.NullMarked;

/** What must be true afterwards. */
@NullMarked
package se.tertial.faults.proof;

import org.jspecify.annotations.NullMarked;

/** The suite as processes that are killed, held up and started again, each by itself. */
@NullMarked
package se.tertial.faults.cluster;

import org.jspecify.annotations.NullMarked;

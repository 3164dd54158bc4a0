/** A database that was restored from a backup, what a service tells Kafka anew, and whether the two agree. */
@NullMarked
package se.tertial.kit.restore;

import org.jspecify.annotations.NullMarked;

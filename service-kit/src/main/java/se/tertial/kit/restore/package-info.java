/** A database that was restored from a backup, and what a service tells Kafka anew. */
@NullMarked
package se.tertial.kit.restore;

import org.jspecify.annotations.NullMarked;

/** How committed changes reach Kafka: once, and for each key in the order of their revisions. */
@NullMarked
package se.tertial.kit.outbox;

import org.jspecify.annotations.NullMarked;

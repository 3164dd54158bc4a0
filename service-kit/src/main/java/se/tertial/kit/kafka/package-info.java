/** How a service reaches Kafka. */
@NullMarked
package se.tertial.kit.kafka;

import org.jspecify.annotations.NullMarked;

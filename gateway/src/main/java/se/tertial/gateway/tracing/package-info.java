/** The trace that a request belongs to: followed or begun here, told to the services and to whoever asked. */
@NullMarked
package se.tertial.gateway.tracing;

import org.jspecify.annotations.NullMarked;

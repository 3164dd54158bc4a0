/** Passes requests on to the services and their answers back, unread. */
@NullMarked
package se.tertial.gateway.forwarding;

import org.jspecify.annotations.NullMarked;

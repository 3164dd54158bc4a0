/** What is answered instead of passing a request on, as RFC 9457 problem documents of the services' shape. */
@NullMarked
package se.tertial.gateway.problem;

import org.jspecify.annotations.NullMarked;

/** What all share, divided so that neither a client nor a tenant takes it from the others. */
@NullMarked
package se.tertial.gateway.sharing;

import org.jspecify.annotations.NullMarked;

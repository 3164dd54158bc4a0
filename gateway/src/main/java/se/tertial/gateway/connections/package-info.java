/** Connections that are held without being used are cut. */
@NullMarked
package se.tertial.gateway.connections;

import org.jspecify.annotations.NullMarked;

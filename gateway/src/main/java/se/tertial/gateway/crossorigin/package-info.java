/** Which other sites' pages may call the APIs from a browser: none, unless named. */
@NullMarked
package se.tertial.gateway.crossorigin;

import org.jspecify.annotations.NullMarked;

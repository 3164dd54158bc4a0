/**
 * The one door: admission, forwarding and the few pages of its own. It knows addresses and limits; of the domain only the
 * municipality in a path and the list of published reports.
 */
@NullMarked
package se.tertial.gateway;

import org.jspecify.annotations.NullMarked;

/** The one door: admission, forwarding and the few pages of its own. It knows addresses and limits, and no domain. */
@NullMarked
package se.tertial.gateway;

import org.jspecify.annotations.NullMarked;

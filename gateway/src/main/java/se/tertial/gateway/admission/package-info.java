/** Which requests come in: well-formed, of bearable size and rate, and with a token that is valid or none at all. */
@NullMarked
package se.tertial.gateway.admission;

import org.jspecify.annotations.NullMarked;

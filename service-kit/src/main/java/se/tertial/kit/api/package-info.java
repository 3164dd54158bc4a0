/** What all the APIs have in common on the wire. */
@NullMarked
package se.tertial.kit.api;

import org.jspecify.annotations.NullMarked;

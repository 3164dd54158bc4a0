/** The journal of a service: every change, append-only and chained, to be followed and to be audited. */
@NullMarked
package se.tertial.kit.journal;

import org.jspecify.annotations.NullMarked;

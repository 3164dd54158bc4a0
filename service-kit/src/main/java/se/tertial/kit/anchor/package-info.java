/** Anchors: what the audit trails were at a time, signed, and kept outside the database that they are to witness of. */
@NullMarked
package se.tertial.kit.anchor;

import org.jspecify.annotations.NullMarked;

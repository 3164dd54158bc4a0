/** How rows of an administration are written: serialised, kept in history, published through the outbox. */
@NullMarked
package se.tertial.kit.change;

import org.jspecify.annotations.NullMarked;

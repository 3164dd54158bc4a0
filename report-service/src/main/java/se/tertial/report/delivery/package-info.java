/** Serves composed documents: composed once per change, kept as finished bytes. */
@NullMarked
package se.tertial.report.delivery;

import org.jspecify.annotations.NullMarked;

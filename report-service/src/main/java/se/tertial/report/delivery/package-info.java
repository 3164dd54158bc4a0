/** Serves composed documents: composed at the first read after a change, kept as finished bytes. */
@NullMarked
package se.tertial.report.delivery;

import org.jspecify.annotations.NullMarked;

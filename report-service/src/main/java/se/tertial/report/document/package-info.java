/** The composed report as a semantic document, the only thing that renderers know. */
@NullMarked
package se.tertial.report.document;

import org.jspecify.annotations.NullMarked;

/** The document as a web page. */
@NullMarked
package se.tertial.report.rendering;

import org.jspecify.annotations.NullMarked;

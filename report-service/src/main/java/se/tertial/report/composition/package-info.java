/** Composes a report's document from the read model, the template and the texts. Pure: no database, no clock. */
@NullMarked
package se.tertial.report.composition;

import org.jspecify.annotations.NullMarked;

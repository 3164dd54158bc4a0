/** The texts of a report and its significant events. */
@NullMarked
package se.tertial.report.narrative;

import org.jspecify.annotations.NullMarked;

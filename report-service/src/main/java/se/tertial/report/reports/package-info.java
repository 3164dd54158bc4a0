/** Which reports there are, as drafts and published. */
@NullMarked
package se.tertial.report.reports;

import org.jspecify.annotations.NullMarked;

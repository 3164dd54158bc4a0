/** What a report says in Swedish of periods, numbers and columns, and of what it lacks. */
@NullMarked
package se.tertial.report.wording;

import org.jspecify.annotations.NullMarked;

/** What a report says in Swedish of periods and numbers, and of what it lacks. */
@NullMarked
package se.tertial.report.wording;

import org.jspecify.annotations.NullMarked;

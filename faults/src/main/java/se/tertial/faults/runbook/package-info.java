/** What those who run the suite do when something was lost, as docs/runbooks.md says. */
@NullMarked
package se.tertial.faults.runbook;

import org.jspecify.annotations.NullMarked;

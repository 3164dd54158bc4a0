/** What report-service has consumed of the other services: its read model, fed by Kafka only. */
@NullMarked
package se.tertial.report.replica;

import org.jspecify.annotations.NullMarked;

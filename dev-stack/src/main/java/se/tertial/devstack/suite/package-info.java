/** The whole suite on one machine: PostgreSQL, Kafka, an issuer, and each service as a process of its own. */
@NullMarked
package se.tertial.devstack.suite;

import org.jspecify.annotations.NullMarked;

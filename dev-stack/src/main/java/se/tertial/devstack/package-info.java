/** Real PostgreSQL and Kafka without Docker, a local OpenID Connect issuer, and the suite as processes. Never shipped. */
@NullMarked
package se.tertial.devstack;

import org.jspecify.annotations.NullMarked;

/** Real PostgreSQL and Kafka without Docker, a local OpenID Connect issuer, and the suite as processes. In none of the images. */
@NullMarked
package se.tertial.devstack;

import org.jspecify.annotations.NullMarked;

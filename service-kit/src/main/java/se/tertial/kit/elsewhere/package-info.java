/** What other services have registered, as far as this one has heard: so that a write can tell what it names and nobody knows. */
@NullMarked
package se.tertial.kit.elsewhere;

import org.jspecify.annotations.NullMarked;

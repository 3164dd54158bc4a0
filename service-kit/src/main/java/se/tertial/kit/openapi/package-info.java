/** What the OpenAPI documents of all services have in common, and what follows by rule from what a resource says of itself. */
@NullMarked
package se.tertial.kit.openapi;

import org.jspecify.annotations.NullMarked;

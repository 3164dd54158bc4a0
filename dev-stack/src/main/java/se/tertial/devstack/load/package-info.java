/** Loads folders of CSV, YAML and Markdown through the public APIs, knowing nothing but their OpenAPI documents. */
@NullMarked
package se.tertial.devstack.load;

import org.jspecify.annotations.NullMarked;

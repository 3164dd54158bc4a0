/** How a service reaches its database. */
@NullMarked
package se.tertial.kit.database;

import org.jspecify.annotations.NullMarked;

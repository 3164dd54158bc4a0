/** What is said to people, in the language they read. */
@NullMarked
package se.tertial.language;

import org.jspecify.annotations.NullMarked;

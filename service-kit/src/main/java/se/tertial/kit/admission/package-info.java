/** Which work may begin, and when: before it takes a connection. */
@NullMarked
package se.tertial.kit.admission;

import org.jspecify.annotations.NullMarked;

/** Errors as RFC 9457 problem documents, each saying what is wrong and where. */
@NullMarked
package se.tertial.kit.problem;

import org.jspecify.annotations.NullMarked;

/** The trace that a request belongs to, told to whatever it causes and to whoever asked. */
@NullMarked
package se.tertial.kit.trace;

import org.jspecify.annotations.NullMarked;

/** Tells those who follow a report that it changed, for as long as they listen (server-sent events). */
@NullMarked
package se.tertial.report.following;

import org.jspecify.annotations.NullMarked;

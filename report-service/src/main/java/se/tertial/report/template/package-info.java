/** The structure of a report as data: a tree of sections. */
@NullMarked
package se.tertial.report.template;

import org.jspecify.annotations.NullMarked;

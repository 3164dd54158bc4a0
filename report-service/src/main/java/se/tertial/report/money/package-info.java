/** The tables and charts of money, in the organisation that they ask for. */
@NullMarked
package se.tertial.report.money;

import org.jspecify.annotations.NullMarked;

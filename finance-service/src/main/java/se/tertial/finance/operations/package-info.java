/** Operating figures (driftsammandrag): what was budgeted, booked and forecast per unit and period. */
@NullMarked
package se.tertial.finance.operations;

import org.jspecify.annotations.NullMarked;

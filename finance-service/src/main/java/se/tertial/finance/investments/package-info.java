/** Investments per unit and object: budget, actual and forecast expenditure and income. */
@NullMarked
package se.tertial.finance.investments;

import org.jspecify.annotations.NullMarked;

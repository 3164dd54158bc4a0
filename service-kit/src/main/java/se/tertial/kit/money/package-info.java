/** Amounts of money, exact to the öre. */
@NullMarked
package se.tertial.kit.money;

import org.jspecify.annotations.NullMarked;

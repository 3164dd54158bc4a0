/** The units of administrations, through reorganisations. */
@NullMarked
package se.tertial.finance.organisation;

import org.jspecify.annotations.NullMarked;

/** Who reports: municipalities, their administrations and the units of these, through reorganisations. */
@NullMarked
package se.tertial.finance.organisation;

import org.jspecify.annotations.NullMarked;

/** Who reports: municipalities and their administrations. */
@NullMarked
package se.tertial.finance.municipalities;

import org.jspecify.annotations.NullMarked;

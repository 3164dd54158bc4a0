/** Whether what a service holds is what its audit trail says. */
@NullMarked
package se.tertial.kit.audit;

import org.jspecify.annotations.NullMarked;

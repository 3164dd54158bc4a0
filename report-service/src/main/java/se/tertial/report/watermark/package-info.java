/** Whether the read model has everything that the other services have acknowledged. */
@NullMarked
package se.tertial.report.watermark;

import org.jspecify.annotations.NullMarked;

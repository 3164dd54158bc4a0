/** What measures are expected to be for the full year, round by round. */
@NullMarked
package se.tertial.indicators.forecasts;

import org.jspecify.annotations.NullMarked;

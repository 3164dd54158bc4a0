/** The whole suite as a stranger meets it. */
package se.tertial.examples;

package se.tertial.report.rendering;

/**
 * A piece of a page that is HTML already and is written as it is. Only what this package made itself is: its style and script,
 * and Markdown that the renderer wrote.
 */
record Markup(String html) {}

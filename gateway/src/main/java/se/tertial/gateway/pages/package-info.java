/** What the gateway answers itself: the start page, the documentation of the APIs and the well-known addresses. */
@NullMarked
package se.tertial.gateway.pages;

import org.jspecify.annotations.NullMarked;

/** What a service promises to send, published as one document. */
@NullMarked
package se.tertial.kit.contract;

import org.jspecify.annotations.NullMarked;

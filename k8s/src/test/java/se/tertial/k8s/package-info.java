/** Reads the manifests as a cluster would, and more strictly. */
@NullMarked
package se.tertial.k8s;

import org.jspecify.annotations.NullMarked;

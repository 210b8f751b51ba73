/**
 * The node's view of the database, independent of other nodes: the node reads the feed of changes and updates its
 * caches.
 */
@NullMarked
package io.github.keycloakapppasswords.node;

import org.jspecify.annotations.NullMarked;

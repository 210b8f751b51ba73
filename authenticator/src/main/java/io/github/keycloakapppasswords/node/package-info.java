/** What this node knows of the database, without its neighbours: it reads the feed of changes and keeps its own caches true to it. */
@NullMarked
package io.github.keycloakapppasswords.node;

import org.jspecify.annotations.NullMarked;

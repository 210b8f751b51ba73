/**
 * Users of directories and other storages: found without waiting for a storage that is away, and asked about again, off
 * the requests, so that nobody whom a storage has let go is let in for long.
 */
@NullMarked
package io.github.keycloakapppasswords.storage;

import org.jspecify.annotations.NullMarked;

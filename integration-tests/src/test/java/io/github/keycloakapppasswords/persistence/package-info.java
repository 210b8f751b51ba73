/** The extension comes to a database of its past, goes, and comes back. */
@NullMarked
package io.github.keycloakapppasswords.persistence;

import org.jspecify.annotations.NullMarked;

/** The tables of the extension: their entities, their change log, and what leaves them with a user or a realm. */
@NullMarked
package io.github.keycloakapppasswords.database;

import org.jspecify.annotations.NullMarked;

/** The row of the extension beside each credential: history, uses, networks, and the tombstone that stays. */
@NullMarked
package io.github.keycloakapppasswords.row;

import org.jspecify.annotations.NullMarked;

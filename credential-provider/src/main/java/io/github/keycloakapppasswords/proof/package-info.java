/** Proof of a second factor, read from the factors that were really used to sign in. */
@NullMarked
package io.github.keycloakapppasswords.proof;

import org.jspecify.annotations.NullMarked;

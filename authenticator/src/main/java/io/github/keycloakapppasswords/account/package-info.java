/** An owner's own app passwords, for the account console: seen, renamed, revoked. */
@NullMarked
package io.github.keycloakapppasswords.account;

import org.jspecify.annotations.NullMarked;

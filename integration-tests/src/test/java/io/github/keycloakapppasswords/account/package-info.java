/** An owner's app passwords by REST, as the account console calls it. */
@NullMarked
package io.github.keycloakapppasswords.account;

import org.jspecify.annotations.NullMarked;

/** What app passwords a user has and had, as owners and admins are told by REST, and how both revoke them. */
@NullMarked
package io.github.keycloakapppasswords.inventory;

import org.jspecify.annotations.NullMarked;

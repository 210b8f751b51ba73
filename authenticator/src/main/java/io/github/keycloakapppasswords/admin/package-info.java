/** The app passwords of a user, for admins and helpdesks: seen, revoked, and issued for devices. */
@NullMarked
package io.github.keycloakapppasswords.admin;

import org.jspecify.annotations.NullMarked;

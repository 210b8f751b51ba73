/** A user's app passwords by REST, as admins and helpdesks call it. */
@NullMarked
package io.github.keycloakapppasswords.admin;

import org.jspecify.annotations.NullMarked;

/** The current and ended app passwords of a user for REST answers to owners and admins, and their revocation. */
@NullMarked
package io.github.keycloakapppasswords.inventory;

import org.jspecify.annotations.NullMarked;

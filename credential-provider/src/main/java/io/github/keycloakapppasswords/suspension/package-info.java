/** What follows when a second factor comes or goes: app passwords are suspended, and work again. */
@NullMarked
package io.github.keycloakapppasswords.suspension;

import org.jspecify.annotations.NullMarked;

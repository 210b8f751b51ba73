/** The entry points under /realms/{realm} and /admin/realms/{realm}. */
@NullMarked
package io.github.keycloakapppasswords.rest;

import org.jspecify.annotations.NullMarked;

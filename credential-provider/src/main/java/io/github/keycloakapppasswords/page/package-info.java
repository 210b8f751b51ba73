/** Shared parts of the extension's pages in Keycloak's login theme. */
@NullMarked
package io.github.keycloakapppasswords.page;

import org.jspecify.annotations.NullMarked;

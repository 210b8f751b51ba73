/** What the pages of this extension in Keycloak's login theme have in common. */
@NullMarked
package io.github.keycloakapppasswords.page;

import org.jspecify.annotations.NullMarked;

/** How long a realm's gateways remember a right pair of user name and app password. */
@NullMarked
package io.github.keycloakapppasswords.gatewaycache;

import org.jspecify.annotations.NullMarked;

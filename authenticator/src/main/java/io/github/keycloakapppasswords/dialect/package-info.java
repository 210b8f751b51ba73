/** The dialects of gateways: thin layers over one verdict, below {@code /realms/{realm}/app-passwords/}. */
@NullMarked
package io.github.keycloakapppasswords.dialect;

import org.jspecify.annotations.NullMarked;

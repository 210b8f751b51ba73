/** Short transactions of the extension, each done again where another transaction came in between. */
@NullMarked
package io.github.keycloakapppasswords.transaction;

import org.jspecify.annotations.NullMarked;

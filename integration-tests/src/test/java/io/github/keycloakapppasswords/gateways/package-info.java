/** Every gateway of the recipes: the stock daemon, run from the recipe's own files, and the client that people use. */
@NullMarked
package io.github.keycloakapppasswords.gateways;

import org.jspecify.annotations.NullMarked;

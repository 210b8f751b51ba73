/** The question of a gateway, the verdict, and the reason. */
@NullMarked
package io.github.keycloakapppasswords.verdict;

import org.jspecify.annotations.NullMarked;

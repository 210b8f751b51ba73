/** What a gateway asks, what it is answered, and why. */
@NullMarked
package io.github.keycloakapppasswords.verdict;

import org.jspecify.annotations.NullMarked;

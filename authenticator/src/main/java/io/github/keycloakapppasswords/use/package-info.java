/** The last use of each app password: folded in memory, written behind the answers in batches. */
@NullMarked
package io.github.keycloakapppasswords.use;

import org.jspecify.annotations.NullMarked;

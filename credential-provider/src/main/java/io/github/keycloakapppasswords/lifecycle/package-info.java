/** What becomes of app passwords after they are made: what ends them, and what is cleared up. */
@NullMarked
package io.github.keycloakapppasswords.lifecycle;

import org.jspecify.annotations.NullMarked;

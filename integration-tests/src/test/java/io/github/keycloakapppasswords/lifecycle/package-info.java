/** What becomes of app passwords after they are made. */
@NullMarked
package io.github.keycloakapppasswords.lifecycle;

import org.jspecify.annotations.NullMarked;

/** What becomes of app passwords after they were made: they rest, they end, and what hangs on them ends with them. */
@NullMarked
package io.github.keycloakapppasswords.lifecycle;

import org.jspecify.annotations.NullMarked;

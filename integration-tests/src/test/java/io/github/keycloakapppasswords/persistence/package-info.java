/** The extension starts on a database of the first release, is taken out, and comes back. */
@NullMarked
package io.github.keycloakapppasswords.persistence;

import org.jspecify.annotations.NullMarked;

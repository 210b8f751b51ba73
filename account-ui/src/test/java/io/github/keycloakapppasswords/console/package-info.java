@NullMarked
package io.github.keycloakapppasswords.console;

import org.jspecify.annotations.NullMarked;

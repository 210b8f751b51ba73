/** The account theme that has the page for app passwords. */
@NullMarked
package io.github.keycloakapppasswords.console;

import org.jspecify.annotations.NullMarked;

/** What an owner sees of the first sign-in while the page with the new app password is open. */
@NullMarked
package io.github.keycloakapppasswords.watch;

import org.jspecify.annotations.NullMarked;

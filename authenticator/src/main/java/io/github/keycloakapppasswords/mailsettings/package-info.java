/** The servers of a realm's mail domains, in the forms in which mail programs ask for them. */
@NullMarked
package io.github.keycloakapppasswords.mailsettings;

import org.jspecify.annotations.NullMarked;

/** Mail programs that set themselves up, through a stock nginx. */
@NullMarked
package io.github.keycloakapppasswords.mailsettings;

import org.jspecify.annotations.NullMarked;

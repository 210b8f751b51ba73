/** What each kind of gateway says and hears, byte by byte, where no stock daemon would say it so. */
@NullMarked
package io.github.keycloakapppasswords.dialect;

import org.jspecify.annotations.NullMarked;

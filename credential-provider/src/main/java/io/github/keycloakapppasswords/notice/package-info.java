/** What owners are told by mail, and the link by which they say "this was not me". */
@NullMarked
package io.github.keycloakapppasswords.notice;

import org.jspecify.annotations.NullMarked;

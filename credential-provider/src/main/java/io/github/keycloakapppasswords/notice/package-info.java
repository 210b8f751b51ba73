/** Mail notices to owners, and the link by which owners answer "this was not me". */
@NullMarked
package io.github.keycloakapppasswords.notice;

import org.jspecify.annotations.NullMarked;

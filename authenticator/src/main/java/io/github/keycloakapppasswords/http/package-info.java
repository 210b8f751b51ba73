/** What every REST interface asks of a request, before anything of the request is read. */
@NullMarked
package io.github.keycloakapppasswords.http;

import org.jspecify.annotations.NullMarked;

/** What admins see of validations besides events. */
@NullMarked
package io.github.keycloakapppasswords.reporting;

import org.jspecify.annotations.NullMarked;

/** An admin's decisions about app passwords in a realm: the settings of the required action. */
@NullMarked
package io.github.keycloakapppasswords.policy;

import org.jspecify.annotations.NullMarked;

/**
 * How the extension uses the database: short transactions, each done again where another transaction came in between, and bounds
 * for the requests that query it at the same time.
 */
@NullMarked
package io.github.keycloakapppasswords.transaction;

import org.jspecify.annotations.NullMarked;

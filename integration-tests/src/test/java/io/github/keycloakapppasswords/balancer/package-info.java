/** Load balancers between gateways and two nodes, each the stock daemon with the recipe of {@code docs/balancers.md}. */
@NullMarked
package io.github.keycloakapppasswords.balancer;

import org.jspecify.annotations.NullMarked;

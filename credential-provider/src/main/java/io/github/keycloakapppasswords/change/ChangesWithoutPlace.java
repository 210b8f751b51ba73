package io.github.keycloakapppasswords.change;

import org.keycloak.provider.ProviderEvent;

/**
 * A realm has changes that were committed a while ago and still have no place in its feed: the node that noted them may be dead.
 *
 * @param realmId the realm's internal id
 */
public record ChangesWithoutPlace(String realmId) implements ProviderEvent {}

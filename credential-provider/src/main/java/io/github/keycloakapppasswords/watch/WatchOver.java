package io.github.keycloakapppasswords.watch;

import org.keycloak.provider.ProviderEvent;

/**
 * An owner is not to see sign-ins any more: somebody else may have the page of the new app password.
 *
 * @param realmId the realm's internal id
 * @param userId the owner's internal id
 */
public record WatchOver(String realmId, String userId) implements ProviderEvent {}

package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.MakerBrowser;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event for each new app password, published in the transaction that makes it; not for a restored export. Listen by
 * {@code KeycloakSessionFactory.register}.
 *
 * @param maker the browser in which its owner made it; {@code null}: an admin made it
 */
public record AppPasswordMade(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        AppPasswordCredential credential,
        @Nullable MakerBrowser maker)
        implements ProviderEvent {}

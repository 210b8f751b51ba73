package io.github.keycloakapppasswords.policy;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageUtil;

/** A user's links with identity providers that the policy accepts as a second factor. */
public final class AcceptedLinks {

    private AcceptedLinks() {}

    /**
     * Links with existing and enabled providers. Costs no SQL for a user about whom a gateway asked recently, and nothing at
     * all where the policy accepts no provider.
     */
    public static List<FederatedIdentityModel> of(
            KeycloakSession session, RealmModel realm, UserModel user, Policy policy) {
        return accepted(session, policy, () -> session.users().getFederatedIdentitiesStream(realm, user));
    }

    /** The same, from the database: a cache may still have a removed link. */
    public static List<FederatedIdentityModel> pastCaches(
            KeycloakSession session, RealmModel realm, UserModel user, Policy policy) {
        return accepted(
                session,
                policy,
                () -> StorageId.isLocalStorage(user.getId())
                        ? UserStoragePrivateUtil.userLocalStorage(session).getFederatedIdentitiesStream(realm, user)
                        : UserStorageUtil.userFederatedStorage(session)
                                .getFederatedIdentitiesStream(user.getId(), realm));
    }

    private static List<FederatedIdentityModel> accepted(
            KeycloakSession session, Policy policy, Supplier<Stream<FederatedIdentityModel>> links) {
        Set<String> aliases = policy.identityProviderFactors().stream()
                .map(IdentityProviderFactor::alias)
                .collect(Collectors.toSet());
        if (aliases.isEmpty()) {
            return List.of();
        }
        return links.get()
                .filter(link -> aliases.contains(link.getIdentityProvider()))
                .filter(link -> isEnabled(session, link.getIdentityProvider()))
                .toList();
    }

    private static boolean isEnabled(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider != null && provider.isEnabled();
    }
}

package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor;
import io.github.keycloakapppasswords.policy.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.events.Details;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.representations.IDToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What an identity provider said of a second factor in this very authentication.
 *
 * <p><b>Security.</b> It is read from the provider's own ID token, which Keycloak has verified and left with the
 * authentication session ({@code OIDCIdentityProvider.authenticationFinished}, {@code
 * IdentityBrokerService.finishBrokerAuthentication}, 26.7.4): over single sign-on, or after another kind of login, it is
 * not there, since Keycloak clears these notes when a login starts over. The name of the provider is Keycloak's, never the
 * token's. The token must be of the one whom the user is linked with, and say itself when they proved who they are: a
 * provider's own single sign-on may have been long ago. A link that was made in this very authentication with a user who was
 * there before counts from the next one on, as any factor that was just added.
 *
 * @param alias of the provider
 * @param idToken as it came; {@code null}: Keycloak was told to forget it, or the provider has none
 * @param linkedJustNow whether this authentication has linked the provider with a user who was there before
 */
record BrokeredLogin(String alias, @Nullable String idToken, boolean linkedJustNow) {

    private static final String AMR = "amr";

    /** This authentication's; empty if it was not at an identity provider. */
    static Optional<BrokeredLogin> of(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        String alias = authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        if (alias == null) {
            return Optional.empty();
        }
        boolean firstLogin = alias.equals(authSession.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS));
        boolean newUser =
                Boolean.parseBoolean(authSession.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
        return Optional.of(new BrokeredLogin(
                alias,
                authSession.getUserSessionNotes().get(OIDCIdentityProvider.FEDERATED_ID_TOKEN),
                firstLogin && !newUser));
    }

    /**
     * A second factor that was used there.
     *
     * @param type what the policy knows it by
     * @param at when the user proved who they are
     */
    record Asserted(String type, Instant at) {}

    /** Empty if there is none that the policy accepts. */
    Optional<Asserted> asserted(RequiredActionContext context) {
        if (linkedJustNow) {
            return Optional.empty();
        }
        return GateSituations.validPolicy(context.getRealm()).flatMap(policy -> asserted(context, policy));
    }

    private Optional<Asserted> asserted(RequiredActionContext context, Policy policy) {
        return AcceptedLinks.of(context.getSession(), context.getRealm(), context.getUser(), policy).stream()
                .filter(link -> link.getIdentityProvider().equals(alias))
                .findFirst()
                .flatMap(link -> asserted(link.getUserId(), policy.identityProviderFactors()));
    }

    /** @param idAtProvider of the one whom the user is linked with */
    Optional<Asserted> asserted(String idAtProvider, List<IdentityProviderFactor> accepted) {
        return claims().filter(claims -> idAtProvider.equals(claims.getSubject()) && claims.getAuth_time() != null)
                .filter(claims -> accepted.stream()
                        .filter(factor -> factor.alias().equals(alias))
                        .anyMatch(factor -> factor.isIn(amr(claims), Optional.ofNullable(claims.getAcr()))))
                .map(claims ->
                        new Asserted(IdentityProviderFactor.type(alias), Instant.ofEpochSecond(claims.getAuth_time())));
    }

    /** Empty for a token that is none, or encrypted. */
    private Optional<IDToken> claims() {
        if (idToken == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JWSInput(idToken).readJsonContent(IDToken.class));
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }

    private static Collection<?> amr(IDToken claims) {
        return claims.getOtherClaims().get(AMR) instanceof Collection<?> methods ? methods : List.of();
    }
}

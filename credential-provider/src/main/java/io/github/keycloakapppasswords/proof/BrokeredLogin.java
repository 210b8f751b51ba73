package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor;
import io.github.keycloakapppasswords.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.events.Details;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.IDToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The statement of an identity provider about a second factor in this very authentication.
 *
 * <p><b>Security.</b> The statement is read from the provider's own ID token, which Keycloak has verified and left with the
 * authentication session ({@code OIDCIdentityProvider.authenticationFinished},
 * {@code IdentityBrokerService.finishBrokerAuthentication}, 26.7.4): over single sign-on, or after another kind of login, it is
 * absent, since Keycloak clears these notes when a login starts over. The name of the provider is Keycloak's, never the
 * token's. The token must be of the account with which the user is linked, and must contain the time of its authentication: a
 * provider's own single sign-on may have been long ago. A link that was made in this very authentication with an existing user
 * counts from the next authentication on, like every new factor. Mappers of the provider write such notes too, but before
 * Keycloak does: so the token is read only where Keycloak writes it.
 *
 * @param alias of the provider
 * @param idToken as it came; {@code null}: Keycloak had to delete the token, or the provider has none
 * @param linkedJustNow whether this authentication has linked the provider with a user who was there before
 */
public record BrokeredLogin(String alias, @Nullable String idToken, boolean linkedJustNow) {

    private static final String AMR = "amr";

    /** This authentication's; empty if it was not at an identity provider. */
    public static Optional<BrokeredLogin> of(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        String alias = authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        if (alias == null) {
            return Optional.empty();
        }
        boolean firstLogin = alias.equals(authSession.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS));
        boolean newUser =
                Boolean.parseBoolean(authSession.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
        String idToken = isWrittenByKeycloak(context.getSession(), alias)
                ? authSession.getUserSessionNotes().get(OIDCIdentityProvider.FEDERATED_ID_TOKEN)
                : null;
        return Optional.of(new BrokeredLogin(alias, idToken, firstLogin && !newUser));
    }

    /**
     * Whether Keycloak writes the ID token of this provider into the note, which is after the provider's mappers have run. Where it
     * does not, one of those mappers may have written there what it likes.
     */
    private static boolean isWrittenByKeycloak(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            return false;
        }
        return Stream.of(IdentityProvider.class, SocialIdentityProvider.class)
                .flatMap(session.getKeycloakSessionFactory()::getProviderFactoriesStream)
                .filter(factory -> factory.getId().equals(provider.getProviderId()))
                .map(IdentityProviderFactory.class::cast)
                .findFirst()
                .map(factory -> factory.create(session, provider))
                .filter(OIDCIdentityProvider.class::isInstance)
                .map(created -> ((OIDCIdentityProvider) created).getConfig())
                .filter(config -> config.isStoreTokenInSession() || config.isSendIdTokenOnLogout())
                .isPresent();
    }

    /**
     * The provider's statement.
     *
     * @param link as one of the user's factors
     * @param at the time of the user's authentication at the provider
     * @param withSecondFactor whether it contains a value that the policy accepts for a second factor
     */
    public record SignIn(Factor link, Instant at, boolean withSecondFactor) {

        /**
         * Whether this is the first factor, freshly given, of a user who is not known to have any second one: the link is all there
         * is, and in this session the provider has never said that it asked for more.
         *
         * @param factors ids of every second factor that the user had when this authentication began
         */
        public boolean isOfFirstFactorOnly(
                Set<String> factors, SecondFactorProof proof, Duration freshness, Instant now) {
            return !withSecondFactor
                    && factors.equals(Set.of(link.id()))
                    && !proof.completedAt().containsKey(link.type())
                    && SecondFactorProof.isWithin(freshness, Duration.between(at, now));
        }
    }

    /** Empty if it was not at a provider that the policy names, or that said nothing of when. */
    public Optional<SignIn> signIn(RequiredActionContext context) {
        if (linkedJustNow) {
            return Optional.empty();
        }
        return Policy.ifValid(context.getRealm()).flatMap(policy -> signIn(context, policy));
    }

    private Optional<SignIn> signIn(RequiredActionContext context, Policy policy) {
        return AcceptedLinks.of(context.getSession(), context.getRealm(), context.getUser(), policy).stream()
                .filter(link -> link.getIdentityProvider().equals(alias))
                .findFirst()
                .flatMap(link -> signIn(link.getUserId(), policy.identityProviderFactors()));
    }

    /** @param idAtProvider id of the account with which the user is linked */
    Optional<SignIn> signIn(String idAtProvider, List<IdentityProviderFactor> accepted) {
        return claims().filter(claims -> idAtProvider.equals(claims.getSubject()) && claims.getAuth_time() != null)
                .map(claims -> new SignIn(
                        Factor.linked(alias, idAtProvider),
                        Instant.ofEpochSecond(claims.getAuth_time()),
                        isSecondFactor(claims, accepted)));
    }

    private boolean isSecondFactor(IDToken claims, List<IdentityProviderFactor> accepted) {
        return accepted.stream()
                .filter(factor -> factor.alias().equals(alias))
                .anyMatch(factor -> factor.isIn(amr(claims), Optional.ofNullable(claims.getAcr())));
    }

    /** Empty for an encrypted token, or for text that is not a token. */
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

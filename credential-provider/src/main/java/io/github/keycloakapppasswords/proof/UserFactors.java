package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * The second factors of one user, in the user's own order of preference.
 *
 * @param all every one, whether the policy accepts its type or not
 */
public record UserFactors(List<Factor> all) {

    public UserFactors {
        all = List.copyOf(all);
    }

    /** With the identity providers that the realm's policy accepts; without any while the policy is invalid. */
    public static UserFactors of(KeycloakSession session, RealmModel realm, UserModel user) {
        List<Factor> factors = new ArrayList<>(of(user).all());
        Policy.ifValid(realm)
                .map(policy -> AcceptedLinks.of(session, realm, user, policy))
                .orElse(List.of())
                .forEach(link -> factors.add(Factor.linked(link.getIdentityProvider(), link.getUserId())));
        return new UserFactors(factors);
    }

    private static UserFactors of(UserModel user) {
        List<Factor> factors = new ArrayList<>(user.credentialManager()
                .getStoredCredentialsStream()
                .filter(stored -> Factor.isFactor(stored.getType()))
                .map(UserFactors::factor)
                .toList());
        if (factors.stream().noneMatch(factor -> OTPCredentialModel.TYPE.equals(factor.type()))
                && user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)) {
            factors.add(Factor.federated(OTPCredentialModel.TYPE));
        }
        return new UserFactors(factors);
    }

    /** Factors of the accepted types. */
    public List<Factor> accepted(Collection<String> types) {
        return all.stream().filter(factor -> types.contains(factor.type())).toList();
    }

    /** Factors of other types. */
    public List<Factor> others(Collection<String> types) {
        return all.stream().filter(factor -> !types.contains(factor.type())).toList();
    }

    /** All but the factors of this type. */
    public UserFactors without(String type) {
        return new UserFactors(others(Set.of(type)));
    }

    /** Factors that were not there when the snapshot was taken. */
    List<Factor> since(FactorSnapshot snapshot) {
        return all.stream().filter(factor -> !snapshot.contains(factor)).toList();
    }

    /**
     * Those factors that count in this session.
     *
     * @param trusted the session's own list; empty when the session has none, since it began before this extension was
     *     there to see it, and then none counts until the user signs in again
     */
    static List<Factor> counting(List<Factor> factors, Optional<FactorSnapshot> trusted) {
        return factors.stream()
                .filter(factor ->
                        trusted.map(snapshot -> snapshot.contains(factor)).orElse(false))
                .toList();
    }

    /** Those factors of which the waiting time is not over: they were set up without proof of an older one. */
    public static List<Factor> waiting(List<Factor> factors, FactorHistory history, Duration wait, Instant now) {
        return factors.stream()
                .filter(factor ->
                        history.unprovedUntil(factor.noteId(), wait, now).isPresent())
                .toList();
    }

    /** The kinds of these factors that the gate can ask for, in their order, each once. */
    public static List<FactorKind> kinds(List<Factor> factors) {
        return factors.stream()
                .flatMap(factor -> FactorKind.ofType(factor.type()).stream())
                .distinct()
                .toList();
    }

    /** Kinds of the accepted types, in the order of {@link FactorKind}. */
    public static List<FactorKind> kindsOf(Set<String> types) {
        return Arrays.stream(FactorKind.values())
                .filter(kind -> types.contains(kind.type()))
                .toList();
    }

    private static Factor factor(CredentialModel stored) {
        return new Factor(stored.getId(), stored.getType());
    }
}

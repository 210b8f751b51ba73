package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * A realm's policy of app passwords, typed and validated.
 *
 * <p>It is read from the configuration of the required action {@value #ACTION_ID}. Keycloak validates that on one of several
 * ways in (the admin console, {@code PUT …/required-actions/{alias}/config}) and not on the others, so that a stored policy may
 * be invalid: {@link #of(RealmModel)} then throws, and no app password can be made until an admin has corrected it. Existing
 * app passwords follow the last valid policy: {@link #inForce(RealmModel)}.
 *
 * @param secondFactors credential types that count as a second factor, at least one
 * @param identityProviderFactors words of identity providers that count as one too; empty: none
 * @param freshness how long a proof of a second factor counts, 10 s to 24 h
 * @param maximumPerUser app passwords that one user may have, 1 to 1000
 * @param protocols on offer, in the order in which they are shown, 1 to 50
 * @param defaultLifetime suggested on the form; {@code null}: none
 * @param longestLifetime that an owner may choose; {@code null}: as long as they like
 * @param ownersMayRestrictNetworks whether the form asks from which networks it may be used
 * @param enrolmentOffered whether users without a second factor are helped to set one up
 * @param servers shown beside a new app password, for its protocols
 * @param mailPrograms the settings that mail programs get without a login
 * @param unsignedProfiles whether owners get profiles for Apple devices although no valid key signs them
 * @param lifeCycle the rules for existing app passwords
 * @param mailNotices the mail notices to owners
 */
public record Policy(
        Set<String> secondFactors,
        List<IdentityProviderFactor> identityProviderFactors,
        Duration freshness,
        int maximumPerUser,
        List<Protocol> protocols,
        @Nullable Duration defaultLifetime,
        @Nullable Duration longestLifetime,
        boolean ownersMayRestrictNetworks,
        boolean enrolmentOffered,
        List<Server> servers,
        MailPrograms mailPrograms,
        boolean unsignedProfiles,
        LifeCycle lifeCycle,
        Set<MailNotice> mailNotices) {

    /** Alias and provider id of the required action whose configuration this is. */
    public static final String ACTION_ID = "configure-app-password";

    /** @throws InvalidPolicyException if the default lifetime is longer than the longest */
    public Policy {
        if (defaultLifetime != null && longestLifetime != null && defaultLifetime.compareTo(longestLifetime) > 0) {
            throw new InvalidPolicyException(
                    PolicySettings.DEFAULT_LIFETIME,
                    "The suggested lifetime must not be longer than the longest lifetime of " + longestLifetime.toDays()
                            + " days; it was " + defaultLifetime.toDays() + " days.");
        }
        secondFactors = Set.copyOf(secondFactors);
        identityProviderFactors = List.copyOf(identityProviderFactors);
        protocols = List.copyOf(protocols);
        servers = List.copyOf(servers);
        mailNotices = Set.copyOf(mailNotices);
    }

    private static final Logger LOG = Logger.getLogger(Policy.class);
    private static final PoliciesInForce IN_FORCE = new PoliciesInForce();

    /**
     * The realm's policy; the defaults where the action has no configuration. Costs no SQL: Keycloak caches it.
     *
     * @throws InvalidPolicyException naming the setting, its value and what is allowed
     */
    public static Policy of(RealmModel realm) {
        return PolicySettings.read(settings(realm));
    }

    /** The same policy with these protocols on offer, at least one and at most those that it offers itself. */
    static Policy of(RealmModel realm, List<Protocol> protocols) {
        Map<String, String> settings = new HashMap<>(settings(realm));
        settings.put(
                PolicySettings.PROTOCOLS, protocols.stream().map(Protocol::id).collect(Collectors.joining(",")));
        return PolicySettings.read(settings);
    }

    /**
     * The policy by which app passwords that were made are judged: the realm's, or while that is invalid the last good
     * one that this node has seen, or the defaults where it has seen none since its start. Never throws, and costs no
     * SQL. An invalid one is logged.
     */
    public static Policy inForce(RealmModel realm) {
        return IN_FORCE.of(realm.getId(), realm.getName(), settings(realm));
    }

    /**
     * The life cycle in force now: as in {@link #inForce}, but while the realm's policy is invalid no app password ends because
     * of disuse. The defaults may be stricter than intended, and an end cannot be undone.
     */
    public static LifeCycle lifeCycleInForce(RealmModel realm) {
        LifeCycle inForce = inForce(realm).lifeCycle();
        try {
            return of(realm).lifeCycle();
        } catch (InvalidPolicyException e) {
            return inForce.withoutDisuse();
        }
    }

    /** The realm's policy; empty if it is invalid. Not logged: every login asks. */
    public static Optional<Policy> ifValid(RealmModel realm) {
        try {
            return Optional.of(of(realm));
        } catch (InvalidPolicyException e) {
            return Optional.empty();
        }
    }

    /** The realm's policy; empty if it is invalid, which is logged for the admin. */
    public static Optional<Policy> ifValidOrLogged(RealmModel realm) {
        try {
            return Optional.of(of(realm));
        } catch (InvalidPolicyException e) {
            LOG.errorf(
                    "No user of the realm %s can make app passwords until its policy is valid: %s",
                    realm.getName(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, String> settings(RealmModel realm) {
        RequiredActionConfigModel config = realm.getRequiredActionConfigByAlias(ACTION_ID);
        Map<String, String> settings = config == null ? null : config.getConfig();
        return settings == null ? Map.of() : settings;
    }

    /** Types of all that counts as a second factor: credentials, and {@link IdentityProviderFactor#type()}. */
    public Set<String> acceptedTypes() {
        Set<String> types = new HashSet<>(secondFactors);
        identityProviderFactors.forEach(factor -> types.add(factor.type()));
        return Set.copyOf(types);
    }

    /** The servers to show for these protocols, in the policy's order. */
    public List<Server> serversFor(Set<Protocol> chosen) {
        return servers.stream()
                .filter(server -> chosen.contains(server.protocol()))
                .toList();
    }
}

package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.proof.FactorKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts that decide on the next step, gathered anew for every request.
 *
 * @param startedByUser the user started the action ({@code kc_action}); not a default action, not an e-mailed link
 * @param impersonated an admin is signed in as the user
 * @param locked Keycloak's brute-force protection has locked the account
 * @param stopped the owner has stopped the making of app passwords by the link of a mail
 * @param madeInThisRun this run of the action has made an app password
 * @param policyValid the policy could be read
 * @param maximumReached the user has as many app passwords as the policy allows
 * @param proofFresh an accepted second factor was completed within the policy's freshness
 * @param hasAcceptedFactor the user has a factor of an accepted type, whenever it was added
 * @param askable accepted kinds of which the user has a factor that counts, the preferred one first
 * @param linked an accepted identity provider that counts in this session is linked with the user
 * @param firstFactorThere the user has just come through that identity provider, which said of no second factor, and has no
 *     other one of any kind
 * @param vouching kinds that are not accepted, of which the user has a factor from before
 * @param vouched one of those was completed within the policy's freshness
 * @param waitsUntil when what the user has, or sets up then, will count: the last factor was removed, or each there is was set
 *     up without proof of an older one; {@code null}: the user does not wait
 * @param recoveryCodesOnly the user has recovery codes, which the gate cannot ask for, and no other second factor
 * @param setUpCounts what the user sets up now counts at once; otherwise the waiting time begins, since there is an older
 *     factor that was not used
 * @param setUpOffered the policy lets users set a factor up here
 * @param enrollable accepted kinds that the realm lets users enrol, and shows them in the account console
 */
record GateSituation(
        boolean startedByUser,
        boolean impersonated,
        boolean locked,
        boolean stopped,
        boolean madeInThisRun,
        boolean policyValid,
        boolean maximumReached,
        boolean proofFresh,
        boolean hasAcceptedFactor,
        List<FactorKind> askable,
        boolean linked,
        boolean firstFactorThere,
        List<FactorKind> vouching,
        boolean vouched,
        @Nullable Instant waitsUntil,
        boolean recoveryCodesOnly,
        boolean setUpCounts,
        boolean setUpOffered,
        List<FactorKind> enrollable) {}

package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Verdict;
import io.github.keycloakapppasswords.watch.WatchedOwners;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs the steps in their order; the first refusal wins.
 *
 * <p><b>Security.</b> A right name with a right app password is always accepted and a wrong one always refused, however often a
 * client tries: 120 random bits need no lockout, and nothing here touches Keycloak's brute-force protection. A failing store
 * gives {@link Verdict#UNAVAILABLE}, never {@link Verdict#INVALID}: devices drop a password that is called invalid. No verdict
 * is remembered. Instances may be shared between threads.
 */
final class Validation {

    private static final SeldomLog FAILED = new SeldomLog(
            Logger.getLogger(Validation.class), "An app password could not be validated, the user store failed");

    private static final SeldomLog NO_NEWS = new SeldomLog(
            Logger.getLogger(Validation.class),
            "An owner who sets up a device does not see an attempt, finding the owner failed");

    /** The steps that a user must pass to have a name at a gateway, however the user signed in. */
    private static final List<Step> NAMING =
            List.of(Steps::userIsEnabled, Steps::userHasRole, new LoginIdentityIsKnown());

    private final List<Step> steps;
    private final Clock clock;
    private final RecognisedTombstone tombstones = new RecognisedTombstone();
    private final OwnersNews news;

    Validation(List<Step> steps, Clock clock, WatchedOwners watched) {
        this.steps = List.copyOf(steps);
        this.clock = clock;
        this.news = new OwnersNews(watched);
    }

    /** The product's own steps. */
    static Validation standard(UserFinder finder, Clock clock, NodeStatus status, WatchedOwners watched) {
        return new Validation(
                List.of(
                        examination -> Step.require(!status.isOutOfTouch(), Reason.DATABASE_UNREACHABLE),
                        Steps::gatewayMayAskForProtocol,
                        Steps::clientAddressIsThere,
                        Steps::nameIsWellFormed,
                        Steps::looksLikeAppPassword,
                        finder,
                        Steps::userIsEnabled,
                        new SecretMatches(),
                        Steps::notExpired,
                        new SecondFactorAlive(),
                        Steps::protocolIsAllowed,
                        new NetworkIsAllowed(),
                        Steps::userHasRole,
                        new LoginIdentityIsKnown()),
                clock,
                watched);
    }

    /** @see ValidationProvider#loginIdentity */
    Optional<String> loginIdentity(Requester requester, Account account, Accounts accounts) {
        if (account.serviceAccount()) {
            return Optional.empty();
        }
        String identity = "";
        for (Protocol protocol : requester.protocols()) {
            Examination examination =
                    new Examination(requester, Submission.of(null, null, protocol, null), accounts, clock.instant());
            examination.account(account);
            for (Step step : NAMING) {
                if (step.examine(examination).isPresent()) {
                    return Optional.empty();
                }
            }
            identity = examination.loginIdentity();
        }
        return Optional.of(identity);
    }

    Decision decide(Requester requester, Submission submission, Accounts accounts) {
        Examination examination = new Examination(requester, submission, accounts, clock.instant());
        try {
            for (Step step : steps) {
                Optional<Reason> refusal = step.examine(examination);
                if (refusal.isPresent()) {
                    return decide(tombstones.recognise(refusal.get(), examination), examination);
                }
            }
            return decide(Reason.ACCEPTED, examination);
        } catch (DatabaseBusyException e) {
            return examination.decide(Reason.DATABASE_BUSY, List.of());
        } catch (RuntimeException | LinkageError e) {
            // A failing user store says nothing about the user, and neither does a Keycloak with changed classes.
            FAILED.failed(e);
            return examination.decide(Reason.STORE_FAILED, List.of());
        }
    }

    private Decision decide(Reason reason, Examination examination) {
        return examination.decide(reason, news(reason, examination));
    }

    /** A failure here must not change the decision. */
    private List<NewsForOwner> news(Reason reason, Examination examination) {
        try {
            return news.of(reason, examination);
        } catch (RuntimeException | LinkageError e) {
            NO_NEWS.failed(e);
            return List.of();
        }
    }
}

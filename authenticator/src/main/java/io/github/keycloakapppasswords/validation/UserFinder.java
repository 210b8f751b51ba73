package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.validation.UnknownNames.Kind;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a name means: the user of that user name, or of that verified e-mail address where people may log in with
 * it.
 *
 * <p><b>Security.</b> Both are looked for, always: if they are two users the name means nobody. What the store found is
 * compared with what was asked under Keycloak's own case rule, since a database may think {@code böb } and {@code bob}
 * equal. Keycloak's own name-or-e-mail look-up does neither (design, "Who the user is").
 */
final class UserFinder implements Step {

    private final UnknownNames unknownNames;

    UserFinder(UnknownNames unknownNames) {
        this.unknownNames = unknownNames;
    }

    @Override
    public Optional<Reason> examine(Examination examination) {
        examination.looking();
        Found found = find(examination.name(), examination.accounts());
        found.account().ifPresent(examination::account);
        return found.refusal();
    }

    /**
     * Who was found.
     *
     * @param account the one user that the name means, or empty
     * @param refusal why there is none, or empty
     */
    record Found(Optional<Account> account, Optional<Reason> refusal) {}

    /** Whom the name means. */
    Found find(LoginName name, Accounts accounts) {
        String wanted = accounts.fold(name.value());
        Looking looking = new Looking(accounts.realmId(), wanted);
        Optional<Account> named = looking.as(Kind.USERNAME, () -> accounts.byUsername(name)
                .filter(found -> wanted.equals(accounts.fold(found.username()))));
        Optional<Account> mailed = Optional.empty();
        if (name.mayBeEmail() && accounts.emailIsLoginName()) {
            mailed = looking.as(
                    Kind.EMAIL, () -> accounts.byEmail(name).filter(found -> isEmailOf(found, wanted, accounts)));
        }
        Found found = choose(named, mailed.filter(Account::emailVerified));
        if (found.account().isEmpty()) {
            looking.requireAllAnswered();
        }
        return found;
    }

    /**
     * Looks for one name as this and that. A storage that is away is no reason to refuse somebody whom Keycloak knows as the
     * one, if the name was nobody's as the other when the storage last spoke.
     */
    private final class Looking {

        private final String realmId;
        private final String wanted;
        private @Nullable RuntimeException away;

        Looking(String realmId, String wanted) {
            this.realmId = realmId;
            this.wanted = wanted;
        }

        Optional<Account> as(Kind kind, Supplier<Optional<Account>> store) {
            UnknownNames.Name name = new UnknownNames.Name(realmId, kind, wanted);
            try {
                return look(name, store);
            } catch (RuntimeException e) {
                if (!unknownNames.wasUnknown(name)) {
                    throw e;
                }
                away = e;
                return Optional.empty();
            }
        }

        /** Nobody is unknown by what was so before. */
        void requireAllAnswered() {
            if (away != null) {
                throw away;
            }
        }
    }

    private static Found choose(Optional<Account> named, Optional<Account> mailed) {
        if (named.isPresent()
                && mailed.isPresent()
                && !named.get().id().equals(mailed.get().id())) {
            return new Found(Optional.empty(), Optional.of(Reason.AMBIGUOUS_USER));
        }
        Optional<Account> account = named.or(() -> mailed);
        return new Found(account, Step.require(account.isPresent(), Reason.UNKNOWN_USER));
    }

    private static boolean isEmailOf(Account account, String wanted, Accounts accounts) {
        String email = account.email();
        return email != null && wanted.equals(accounts.fold(email));
    }

    private Optional<Account> look(UnknownNames.Name name, Supplier<Optional<Account>> store) {
        if (unknownNames.contains(name)) {
            return Optional.empty();
        }
        long generation = unknownNames.generation(name.realmId());
        Optional<Account> found = store.get().filter(account -> !account.serviceAccount());
        if (found.isEmpty()) {
            unknownNames.remember(name, generation);
        }
        return found;
    }
}

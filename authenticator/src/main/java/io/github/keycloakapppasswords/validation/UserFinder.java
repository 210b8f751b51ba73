package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.validation.UnknownNames.Kind;
import java.util.Optional;
import java.util.function.Supplier;

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
        Optional<Account> named =
                look(new UnknownNames.Name(accounts.realmId(), Kind.USERNAME, wanted), () -> accounts.byUsername(name)
                        .filter(found -> wanted.equals(accounts.fold(found.username()))));
        Optional<Account> mailed = Optional.empty();
        if (name.mayBeEmail() && accounts.emailIsLoginName()) {
            mailed = mailed(name, wanted, accounts, named.isPresent());
        }
        return choose(named, mailed.filter(Account::emailVerified));
    }

    /**
     * A storage that is away is no reason to refuse somebody whom Keycloak knows by that user name, if it was nobody's e-mail
     * address when the storage last spoke.
     */
    private Optional<Account> mailed(LoginName name, String wanted, Accounts accounts, boolean named) {
        UnknownNames.Name address = new UnknownNames.Name(accounts.realmId(), Kind.EMAIL, wanted);
        try {
            return look(address, () -> accounts.byEmail(name).filter(found -> isEmailOf(found, wanted, accounts)));
        } catch (RuntimeException away) {
            if (named && unknownNames.wasUnknown(address)) {
                return Optional.empty();
            }
            throw away;
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

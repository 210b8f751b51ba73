package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.username.SharedNameException;
import io.github.keycloakapppasswords.username.UnknownNames;
import io.github.keycloakapppasswords.username.UnknownNames.Kind;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user of a name: by user name, or by verified e-mail address where people may log in with their address.
 *
 * <p><b>Security.</b> The finder always looks for both: a name that means two users is ambiguous. The finder first looks for
 * the submitted spelling. Only if no user has that spelling, the finder looks for the other spellings
 * ({@link LoginName#spellings()}). So no user can take a name away by registering another spelling of it, and a storage that is
 * away is not asked about spellings of a name that a user has. A name whose other spellings belong to two users is ambiguous.
 *
 * <p>The name of a result is compared with the submitted name, under Keycloak's own case rule and the rule of those spellings:
 * for a database {@code böb} and {@code bob} may be equal. Keycloak's own name-or-e-mail look-up does neither (design, "Who the
 * user is").
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
     * The result of a search.
     *
     * @param account the one user of the name, or empty
     * @param refusal why there is no such user, or empty
     */
    record Found(Optional<Account> account, Optional<Reason> refusal) {}

    /** Finds the user of the name. */
    Found find(LoginName name, Accounts accounts) {
        Looking looking = new Looking(name, accounts, true);
        Found found = looking.find();
        if (found.account().isEmpty() && looking.hasRelied()) {
            looking = new Looking(name, accounts, false);
            found = looking.find();
        }
        if (found.account().isEmpty()) {
            looking.requireAllAnswered();
        }
        return found;
    }

    /**
     * Looks for one name as user name and as e-mail address. A result as one kind saves the look-up as the other kind, if that
     * look-up had no result a short time ago. It also counts while a storage is unavailable, if the storage's last answer was
     * "no result". Neither rule makes a name unknown.
     */
    private final class Looking {

        private final LoginName name;
        private final Accounts accounts;
        private final String wanted;
        private final boolean mayRely;
        private final Map<UnknownNames.Name, Long> misses = new HashMap<>();
        private final Map<String, Account> exact = new LinkedHashMap<>();
        private final Map<String, Account> similar = new LinkedHashMap<>();
        private boolean shared;
        private boolean relied;
        private @Nullable RuntimeException away;

        /** @param mayRely whether a result as one kind may save the look-up as the other kind */
        Looking(LoginName name, Accounts accounts, boolean mayRely) {
            this.name = name;
            this.accounts = accounts;
            this.wanted = canonical(name.value());
            this.mayRely = mayRely;
        }

        Found find() {
            lookFor(name.value());
            if (!shared && exact.isEmpty()) {
                otherSpellings().forEach(this::lookFor);
            }
            Map<String, Account> byId = exact.isEmpty() ? similar : exact;
            boolean ambiguous = shared || byId.size() > 1;
            if (ambiguous || byId.isEmpty()) {
                misses.forEach(unknownNames::remember);
                return new Found(
                        Optional.empty(), Optional.of(ambiguous ? Reason.AMBIGUOUS_USER : Reason.UNKNOWN_USER));
            }
            misses.forEach(unknownNames::rememberAsTheOther);
            return new Found(byId.values().stream().findFirst(), Optional.empty());
        }

        private void lookFor(String spelling) {
            try {
                as(Kind.USERNAME, spelling, () -> accounts.byUsername(spelling).filter(this::isNamedSo))
                        .ifPresent(found -> keep(found, found.username()));
                if (name.mayBeEmail() && accounts.emailIsLoginName()) {
                    as(Kind.EMAIL, spelling, () -> accounts.byEmail(spelling).filter(this::hasThisAddress))
                            .filter(Account::emailVerified)
                            .ifPresent(found -> keep(found, String.valueOf(found.email())));
                }
            } catch (SharedNameException e) {
                shared = true;
            }
        }

        /** A store may return the user of another spelling. */
        private void keep(Account found, String foundName) {
            boolean asSubmitted = accounts.fold(foundName).equals(accounts.fold(name.value()));
            (asSubmitted ? exact : similar).put(found.id(), found);
        }

        /** The other spellings that differ for Keycloak, each once. */
        private Collection<String> otherSpellings() {
            Map<String, String> spellings = new LinkedHashMap<>();
            name.spellings().forEach(spelling -> spellings.putIfAbsent(accounts.fold(spelling), spelling));
            spellings.remove(accounts.fold(name.value()));
            return spellings.values();
        }

        private boolean isNamedSo(Account account) {
            return wanted.equals(canonical(account.username()));
        }

        private boolean hasThisAddress(Account account) {
            String email = account.email();
            return email != null && wanted.equals(canonical(email));
        }

        private String canonical(String text) {
            return LoginName.canonical(accounts.fold(text));
        }

        private Optional<Account> as(Kind kind, String spelling, Supplier<Optional<Account>> store) {
            UnknownNames.Name asked = new UnknownNames.Name(accounts.realmId(), kind, accounts.fold(spelling));
            if (unknownNames.contains(asked)) {
                return Optional.empty();
            }
            if (mayRely && unknownNames.isOnlyTheOther(asked)) {
                relied = true;
                return Optional.empty();
            }
            try {
                return look(asked, store);
            } catch (SharedNameException | DatabaseBusyException e) {
                throw e;
            } catch (RuntimeException e) {
                if (!unknownNames.wasOnlyTheOther(asked)) {
                    throw e;
                }
                away = e;
                return Optional.empty();
            }
        }

        private Optional<Account> look(UnknownNames.Name asked, Supplier<Optional<Account>> store) {
            long generation = unknownNames.generation(asked.realmId());
            Optional<Account> found = store.get().filter(account -> !account.serviceAccount());
            if (found.isEmpty()) {
                misses.put(asked, generation);
            }
            return found;
        }

        boolean hasRelied() {
            return relied;
        }

        /** A name is not unknown because of an answer from before an outage. */
        void requireAllAnswered() {
            if (away != null) {
                throw away;
            }
        }
    }
}

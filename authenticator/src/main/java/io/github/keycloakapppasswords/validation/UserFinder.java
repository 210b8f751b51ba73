package io.github.keycloakapppasswords.validation;

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
 * Finds whom a name means: the user of that user name, or of that verified e-mail address where people may log in with
 * it.
 *
 * <p><b>Security.</b> Both are looked for, always: if they are two users the name means nobody. The name is looked for as it
 * was submitted. Only a name that is nobody's so is looked for in its other spellings ({@link LoginName#spellings()}). So
 * nobody takes a name away by registering another spelling of it, and no storage that is away is asked about spellings of a
 * name that is known. Two users who have different other spellings are nobody.
 *
 * <p>What the store found is compared with what was asked under Keycloak's own case rule and the rule of those spellings, since
 * a database may think {@code böb } and {@code bob} equal. Keycloak's own name-or-e-mail look-up does neither (design, "Who the
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
     * Who was found.
     *
     * @param account the one user that the name means, or empty
     * @param refusal why there is none, or empty
     */
    record Found(Optional<Account> account, Optional<Reason> refusal) {}

    /** Whom the name means. */
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
     * Looks for one name as this and that. What was found as the one spares the other look-up, if it found nobody lately; and
     * it may find somebody although a storage is away, if it found nobody when that last spoke. Nobody is unknown by either.
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

        /** @param mayRely whether a look-up may be spared by what was found as the other */
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

        /** A store may answer to one spelling with the user of another. */
        private void keep(Account found, String foundName) {
            boolean asSubmitted = accounts.fold(foundName).equals(accounts.fold(name.value()));
            (asSubmitted ? exact : similar).put(found.id(), found);
        }

        /** Each spelling that Keycloak tells from the submitted one and from the others, once. */
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
            } catch (SharedNameException e) {
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

        /** Nobody is unknown by what was so before. */
        void requireAllAnswered() {
            if (away != null) {
                throw away;
            }
        }
    }
}

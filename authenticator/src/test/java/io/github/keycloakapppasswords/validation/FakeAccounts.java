package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.username.SharedNameException;
import java.text.Collator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Users in memory, behind a store that compares as carelessly as a database may: without case, accents and trailing
 * spaces.
 */
final class FakeAccounts implements Accounts {

    final List<FakeAccount> users = new ArrayList<>();
    final Set<String> protectedAttributes = new HashSet<>();
    final Set<String> goneRoles = new HashSet<>();
    boolean emailIsLoginName = true;
    boolean emailsAreUnique = true;
    boolean broken;
    boolean emailIsAway;
    boolean usernameIsAway;
    boolean knowsAddresses = true;
    int lookUps;

    final Set<String> sharedAddresses = new HashSet<>();

    /** Names about which only a storage that is away could say something. */
    final Set<String> awayNames = new HashSet<>();

    final Collator careless = Collator.getInstance(Locale.ROOT);

    FakeAccounts() {
        careless.setStrength(Collator.PRIMARY);
    }

    FakeAccount add(FakeAccount user) {
        users.add(user);
        return user;
    }

    @Override
    public boolean emailsAreUnique() {
        return emailsAreUnique;
    }

    @Override
    public boolean isRole(String roleId) {
        return !goneRoles.contains(roleId);
    }

    @Override
    public String realmId() {
        return "realm";
    }

    @Override
    public Optional<Account> byUsername(String spelling) {
        look();
        if (usernameIsAway || awayNames.contains(spelling)) {
            throw new IllegalStateException("the directory is away");
        }
        return users.stream()
                .filter(user -> careless.equals(user.username, fold(spelling)))
                .map(Account.class::cast)
                .findFirst();
    }

    @Override
    public Optional<Account> byEmail(String spelling) {
        look();
        if (emailIsAway) {
            throw new IllegalStateException("the directory is away");
        }
        if (sharedAddresses.contains(spelling)) {
            throw new SharedNameException(new IllegalStateException());
        }
        return users.stream()
                .filter(user -> knowsAddresses && user.email != null && careless.equals(user.email, fold(spelling)))
                .map(Account.class::cast)
                .findFirst();
    }

    @Override
    public boolean emailIsLoginName() {
        return emailIsLoginName;
    }

    @Override
    public boolean ownersCannotEdit(String attribute) {
        return protectedAttributes.contains(attribute);
    }

    @Override
    public String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void look() {
        lookUps++;
        if (broken) {
            throw new IllegalStateException("the database is gone");
        }
    }
}

package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.username.SharedNameException;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/**
 * Requires that the user has the login identity that the gateway's settings select.
 *
 * <p><b>Security.</b> The login identity opens the mailbox. So an unverified e-mail address and an attribute with more than one
 * value do not count. An attribute that owners can change, or addresses that two users may share, stop the gateway altogether.
 * A name that a mail server could misread is refused as in {@link LoginName}, and so is a name that the service behind the
 * gateway would change into another, see {@link NameComparison}.
 */
final class LoginIdentityIsKnown implements Step {

    @Override
    public Optional<Reason> examine(Examination examination) {
        LoginIdentity rule = examination.requester().loginIdentity();
        if (rule.kind() == LoginIdentity.Kind.ATTRIBUTE
                && !examination.accounts().ownersCannotEdit(rule.attribute())) {
            return Optional.of(Reason.LOGIN_IDENTITY_UNPROTECTED);
        }
        if (rule.kind() == LoginIdentity.Kind.EMAIL && !examination.accounts().emailsAreUnique()) {
            return Optional.of(Reason.LOGIN_IDENTITY_UNPROTECTED);
        }
        Account account = examination.account();
        String identity =
                rule.of(account.username(), account.emailVerified() ? account.email() : null, account::attribute);
        if (identity == null || identity.isEmpty()) {
            return Optional.of(Reason.LOGIN_IDENTITY_MISSING);
        }
        if (rule.kind() == LoginIdentity.Kind.EMAIL && !isOnlyTheirs(identity, examination)) {
            return Optional.of(Reason.AMBIGUOUS_USER);
        }
        examination.loginIdentity(identity);
        if (!LoginName.isSafe(identity, examination.requester().masterUserSeparator())) {
            return Optional.of(Reason.LOGIN_IDENTITY_REFUSED);
        }
        return Step.require(
                examination
                        .requester()
                        .nameComparison()
                        .keeps(identity, examination.attempt().protocol()),
                Reason.LOGIN_IDENTITY_FOLDED);
    }

    /**
     * Users may still share an address from a time when the realm allowed that. A storage that finds no user of the address
     * proves no sharing: some storages know their users by name only.
     */
    private static boolean isOnlyTheirs(String address, Examination examination) {
        try {
            return examination
                    .accounts()
                    .byEmail(address)
                    .map(Account::id)
                    .filter(found -> !found.equals(examination.account().id()))
                    .isEmpty();
        } catch (SharedNameException e) {
            return false;
        }
    }
}

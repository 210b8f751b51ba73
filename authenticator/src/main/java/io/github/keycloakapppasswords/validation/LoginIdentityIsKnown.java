package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.username.SharedNameException;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/**
 * The user has the name by which the gateway knows her.
 *
 * <p><b>Security.</b> That name opens the mailbox. So an unverified e-mail address does not count, an attribute with
 * more than one value does not count, an attribute that owners can change and addresses that two may share stop the
 * gateway altogether, and what a mail server could misread is refused as in {@link LoginName}. So is a name that the service
 * behind the gateway would change into another, see {@link NameComparison}.
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
     * Of a time when users were allowed to share an address there may be some who do. A storage that has nobody by the address
     * shows nobody else: some storages know their users by name only.
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

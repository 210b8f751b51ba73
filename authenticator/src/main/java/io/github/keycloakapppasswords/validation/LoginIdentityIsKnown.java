package io.github.keycloakapppasswords.validation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user has the name by which the gateway knows her.
 *
 * <p><b>Security.</b> That name opens the mailbox. So an unverified e-mail address does not count, an attribute with
 * more than one value does not count, an attribute that owners can change stops the gateway altogether, and what a mail
 * server could misread is refused as in {@link LoginName}.
 */
final class LoginIdentityIsKnown implements Step {

    @Override
    public Optional<Reason> examine(Examination examination) {
        LoginIdentity rule = examination.asker().loginIdentity();
        if (rule.kind() == LoginIdentity.Kind.ATTRIBUTE
                && !examination.accounts().ownersCannotEdit(rule.attribute())) {
            return Optional.of(Reason.LOGIN_IDENTITY_UNPROTECTED);
        }
        String identity = identityOf(examination.account(), rule);
        if (identity == null || identity.isEmpty()) {
            return Optional.of(Reason.LOGIN_IDENTITY_MISSING);
        }
        examination.loginIdentity(identity);
        return Step.require(
                LoginName.isSafe(identity, examination.asker().masterUserSeparator()), Reason.LOGIN_IDENTITY_REFUSED);
    }

    private static @Nullable String identityOf(Account account, LoginIdentity rule) {
        return switch (rule.kind()) {
            case USERNAME -> account.username();
            case EMAIL -> account.emailVerified() ? account.email() : null;
            case ATTRIBUTE -> onlyValue(account.attribute(rule.attribute()));
        };
    }

    private static @Nullable String onlyValue(List<String> values) {
        return values.size() == 1 ? values.get(0) : null;
    }
}

package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import java.time.Instant;
import java.util.Optional;

/** The steps without state. Each step relies on earlier steps in {@link Validation}. */
final class Steps {

    private Steps() {}

    static Optional<Reason> gatewayMayAskForProtocol(Examination examination) {
        return Step.require(
                examination
                        .requester()
                        .protocols()
                        .contains(examination.attempt().protocol()),
                Reason.GATEWAY_PROTOCOL);
    }

    /** Without this check a proxy that omits the address would make every app password with a network rule look wrong. */
    static Optional<Reason> clientAddressIsThere(Examination examination) {
        boolean required = examination.requester().clientAddress() == Requester.ClientAddress.REQUIRED;
        return Step.require(
                !required
                        || IpAddress.parse(examination.attempt().clientAddress())
                                .isPresent(),
                Reason.GATEWAY_CLIENT_ADDRESS);
    }

    static Optional<Reason> nameIsWellFormed(Examination examination) {
        Optional<LoginName> name = LoginName.of(
                examination.attempt().name(), examination.requester().masterUserSeparator());
        name.ifPresent(examination::name);
        return Step.require(name.isPresent(), Reason.MALFORMED_NAME);
    }

    /** Recognises a main password or a typing error before any look-up. */
    static Optional<Reason> looksLikeAppPassword(Examination examination) {
        return Step.require(examination.secret().isPresent(), Reason.NOT_AN_APP_PASSWORD);
    }

    static Optional<Reason> userIsEnabled(Examination examination) {
        return Step.require(examination.account().enabled(), Reason.USER_DISABLED);
    }

    static Optional<Reason> notExpired(Examination examination) {
        Instant expiresAt = examination.credential().data().expiresAt();
        return Step.require(expiresAt == null || examination.now().isBefore(expiresAt), Reason.EXPIRED);
    }

    static Optional<Reason> protocolIsAllowed(Examination examination) {
        return Step.require(
                examination
                        .credential()
                        .data()
                        .protocols()
                        .contains(examination.attempt().protocol()),
                Reason.PROTOCOL_NOT_ALLOWED);
    }

    static Optional<Reason> userHasRole(Examination examination) {
        String roleId = examination.requester().requiredRoleId();
        if (roleId != null && !examination.accounts().isRole(roleId)) {
            // the role was deleted, or made again with the same name: the user's password is not wrong
            return Optional.of(Reason.REQUIRED_ROLE_GONE);
        }
        return Step.require(roleId == null || examination.account().hasRole(roleId), Reason.ROLE_MISSING);
    }
}

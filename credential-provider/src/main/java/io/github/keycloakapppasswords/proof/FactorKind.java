package io.github.keycloakapppasswords.proof;

import java.util.Arrays;
import java.util.Optional;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * The kinds of second factor that the gate can ask for in place and that Keycloak can enrol.
 *
 * <p>A policy may accept other credential types too, for example one of another extension. Those count when the login
 * itself used them, but cannot be asked for here.
 */
public enum FactorKind {
    /** One-time codes of an authenticator app. */
    OTP(OTPCredentialModel.TYPE, UserModel.RequiredAction.CONFIGURE_TOTP.name()),
    /** A WebAuthn credential used beside a password. */
    SECURITY_KEY(WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnRegisterFactory.PROVIDER_ID),
    /** A WebAuthn credential used instead of a password. */
    PASSKEY(WebAuthnCredentialModel.TYPE_PASSWORDLESS, WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);

    private final String type;
    private final String enrolmentAction;

    FactorKind(String type, String enrolmentAction) {
        this.type = type;
        this.enrolmentAction = enrolmentAction;
    }

    /** Keycloak's credential type, also the value of the field {@code factor} in the pages. */
    public String type() {
        return type;
    }

    /** Provider id of Keycloak's required action that enrols a factor of this kind. */
    public String enrolmentAction() {
        return enrolmentAction;
    }

    /** The kind that a required action of Keycloak's enrols; empty for any other action. */
    static Optional<FactorKind> ofEnrolment(String action) {
        return Arrays.stream(values())
                .filter(kind -> kind.enrolmentAction.equals(action))
                .findFirst();
    }

    /** The kind of a credential type; empty for a type the gate cannot ask for. */
    public static Optional<FactorKind> ofType(String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }
}

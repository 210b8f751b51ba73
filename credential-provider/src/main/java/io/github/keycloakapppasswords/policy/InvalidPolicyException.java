package io.github.keycloakapppasswords.policy;

/** A setting of the policy is invalid; the message names it, its value and what is allowed. */
public final class InvalidPolicyException extends IllegalArgumentException {

    private final String setting;

    InvalidPolicyException(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /** The setting's key. */
    String setting() {
        return setting;
    }
}

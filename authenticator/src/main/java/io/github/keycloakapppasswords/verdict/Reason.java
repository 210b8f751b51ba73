package io.github.keycloakapppasswords.verdict;

import java.util.Locale;

/**
 * Why a verdict was given. For admins only: in events and in the log, never in an answer to a gateway, which could
 * pass it on to a stranger.
 */
public enum Reason {
    ACCEPTED(Verdict.OK, Fault.NONE, ""),

    GATEWAY_CREDENTIAL_MISSING(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client_credentials"),
    GATEWAY_CREDENTIAL_MALFORMED(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client_credentials"),
    GATEWAY_CREDENTIAL_AMBIGUOUS(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client_credentials"),
    GATEWAY_CREDENTIAL_WRONG(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client_credentials"),
    GATEWAY_AUTHORITY_UNKNOWN(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client_credentials"),
    GATEWAY_NOT_MARKED(Verdict.UNAVAILABLE, Fault.GATEWAY, "client_not_found"),
    GATEWAY_CLIENT_MISSING(Verdict.UNAVAILABLE, Fault.GATEWAY, "client_not_found"),
    GATEWAY_CLIENT_REPLACED(Verdict.UNAVAILABLE, Fault.GATEWAY, "client_not_found"),
    GATEWAY_SETTINGS_UNREADABLE(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    GATEWAY_DISABLED(Verdict.UNAVAILABLE, Fault.GATEWAY, "client_disabled"),
    GATEWAY_NOT_CONFIDENTIAL(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client"),
    GATEWAY_AUTHENTICATION_METHOD(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_client"),
    GATEWAY_NETWORK(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    GATEWAY_PROTOCOL(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    GATEWAY_CLIENT_ADDRESS(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    GATEWAY_REQUEST_MALFORMED(Verdict.UNAVAILABLE, Fault.GATEWAY, "invalid_request"),
    GATEWAY_BACKEND_MISSING(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    GATEWAY_TOO_FAST(Verdict.SLOW_DOWN, Fault.GATEWAY, "slow_down"),
    HTTPS_REQUIRED(Verdict.UNAVAILABLE, Fault.GATEWAY, "ssl_required"),
    REALM_DISABLED(Verdict.UNAVAILABLE, Fault.GATEWAY, "realm_disabled"),
    CLIENT_FULL_SCOPE(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    CLIENT_OFFLINE_ACCESS(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    FLOW_WITHOUT_PROTOCOL(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    LOGIN_IDENTITY_UNPROTECTED(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    REQUIRED_ROLE_GONE(Verdict.UNAVAILABLE, Fault.GATEWAY, "not_allowed"),
    STORE_FAILED(Verdict.UNAVAILABLE, Fault.SERVER, "unknown_error"),
    DATABASE_UNREACHABLE(Verdict.UNAVAILABLE, Fault.SERVER, "unknown_error"),
    DATABASE_BUSY(Verdict.UNAVAILABLE, Fault.SERVER, "unknown_error"),

    MALFORMED_NAME(Verdict.INVALID, Fault.USER, "user_not_found"),
    NOT_AN_APP_PASSWORD(Verdict.INVALID, Fault.USER, "invalid_user_credentials"),
    UNKNOWN_USER(Verdict.INVALID, Fault.USER, "user_not_found"),
    AMBIGUOUS_USER(Verdict.INVALID, Fault.USER, "user_not_found"),
    USER_DISABLED(Verdict.INVALID, Fault.USER, "user_disabled"),
    WRONG_SECRET(Verdict.INVALID, Fault.USER, "invalid_user_credentials"),
    REVOKED(Verdict.INVALID, Fault.USER, "invalid_user_credentials"),
    EXPIRED(Verdict.INVALID, Fault.USER, "invalid_user_credentials"),
    SUSPENDED(Verdict.INVALID, Fault.USER, "not_allowed"),
    PROTOCOL_NOT_ALLOWED(Verdict.INVALID, Fault.USER, "not_allowed"),
    CLIENT_ADDRESS_MISSING(Verdict.INVALID, Fault.USER, "not_allowed"),
    NETWORK_NOT_ALLOWED(Verdict.INVALID, Fault.USER, "not_allowed"),
    ROLE_MISSING(Verdict.INVALID, Fault.USER, "not_allowed"),
    LOGIN_IDENTITY_MISSING(Verdict.INVALID, Fault.USER, "not_allowed"),
    LOGIN_IDENTITY_REFUSED(Verdict.INVALID, Fault.USER, "not_allowed"),
    LOGIN_IDENTITY_FOLDED(Verdict.INVALID, Fault.USER, "not_allowed");

    /** The party that caused a refusal: decides the event and its folding. */
    public enum Fault {
        NONE,
        USER,
        GATEWAY,
        SERVER
    }

    private final Verdict verdict;
    private final Fault fault;
    private final String eventError;
    private final String id;

    Reason(Verdict verdict, Fault fault, String eventError) {
        this.verdict = verdict;
        this.fault = fault;
        this.eventError = eventError;
        this.id = name().toLowerCase(Locale.ROOT);
    }

    /** The answer to the gateway. */
    public Verdict verdict() {
        return verdict;
    }

    /** The party that caused the refusal. */
    public Fault fault() {
        return fault;
    }

    /** The {@code error} of the Keycloak event, one of {@code org.keycloak.events.Errors}; empty for an acceptance. */
    public String eventError() {
        return eventError;
    }

    /** The value of the event detail {@code reason}: lower case with underscores. */
    public String id() {
        return id;
    }
}

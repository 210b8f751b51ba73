package io.github.keycloakapppasswords.stage;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user to be made. Immutable: each {@code with…} method gives a changed copy.
 *
 * @param username the user name
 * @param email the e-mail address
 * @param emailVerified whether the address counts as verified
 * @param password the main password
 * @param app an authenticator app to enrol
 * @param attributes user attributes
 */
public record NewUser(
        String username,
        String email,
        boolean emailVerified,
        String password,
        Optional<Totp> app,
        Map<String, List<String>> attributes) {

    /** A user with a verified address, a random main password and no second factor. */
    public static NewUser named(String username) {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        String email = username.contains("@") ? username : username + "@example.org";
        return new NewUser(
                username, email, true, "Main-" + HexFormat.of().formatHex(random), Optional.empty(), Map.of());
    }

    /** Enrols an authenticator app with a new key. */
    public NewUser withOtp() {
        return new NewUser(username, email, emailVerified, password, Optional.of(Totp.generate()), attributes);
    }

    /** Sets the e-mail address. */
    public NewUser withEmail(String address, boolean verified) {
        return new NewUser(username, address, verified, password, app, attributes);
    }

    /** Sets user attributes; the realm must allow them. */
    public NewUser withAttributes(Map<String, List<String>> values) {
        return new NewUser(username, email, emailVerified, password, app, values);
    }

    /** The user as Keycloak's admin REST interface and realm files have it. */
    Map<String, Object> representation() {
        List<Map<String, Object>> credentials = new ArrayList<>();
        credentials.add(Map.of("type", "password", "value", password, "temporary", false));
        app.ifPresent(totp -> credentials.add(otp(totp)));
        return Map.of(
                "username", username,
                "email", email,
                "emailVerified", emailVerified,
                "firstName", "First",
                "lastName", "Last",
                "enabled", true,
                "attributes", attributes,
                "credentials", credentials);
    }

    private static Map<String, Object> otp(Totp totp) {
        return Map.of(
                "type",
                "otp",
                "userLabel",
                "Phone",
                "secretData",
                "{\"value\":\"" + totp.text() + "\"}",
                "credentialData",
                "{\"subType\":\"totp\",\"period\":30,\"digits\":6,\"algorithm\":\"HmacSHA1\"}");
    }
}

package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Totp;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Who is in the demo realm, with secrets made up at each start: the tree has none.
 *
 * @param owner has an authenticator app
 * @param newcomer has nothing enrolled
 * @param admin administers the realm
 * @param gateway the gateway
 */
record DemoPeople(Person owner, Person newcomer, Person admin, Gateway gateway) {
    static DemoPeople withFreshSecrets() {
        return new DemoPeople(
                person("owner", Optional.of(Totp.generate())),
                person("newcomer", Optional.empty()),
                person("realm-admin", Optional.empty()),
                new Gateway("dovecot", secret(16)));
    }

    /** What Keycloak fills into the placeholders of the realm file. */
    Map<String, String> placeholders() {
        return Map.of(
                "DEMO_OWNER_PASSWORD", owner.password(),
                "DEMO_OWNER_OTP_KEY", owner.app().text(),
                "DEMO_NEWCOMER_PASSWORD", newcomer.password(),
                "DEMO_ADMIN_PASSWORD", admin.password(),
                "DEMO_GATEWAY_SECRET", gateway.secret());
    }

    private static Person person(String username, Optional<Totp> app) {
        return new Person("", username, username + "-" + secret(4), app);
    }

    private static String secret(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}

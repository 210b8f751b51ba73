package io.github.keycloakapppasswords.stage;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The keys of a realm, one RSA key for all of them: a realm without keys makes two of its own, which takes Keycloak, in a JVM
 * {@linkplain KeycloakOptions#forShortLife() for a short life}, longer than all the rest of a realm.
 */
final class RealmKeys {
    /** Named as in {@code components} of a realm's representation. */
    static final Map<String, Object> COMPONENTS = Map.of(
            "org.keycloak.keys.KeyProvider",
            List.of(
                    provider("rsa", Map.of("privateKey", List.of(privateKey()))),
                    provider("hmac-generated", Map.of("algorithm", List.of("HS512"))),
                    provider("aes-generated", Map.of())));

    private RealmKeys() {}

    private static Map<String, Object> provider(String id, Map<String, List<String>> config) {
        return Map.of("name", id, "providerId", id, "config", config);
    }

    /** PKCS #8 in Base64. */
    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA.", e);
        }
    }
}

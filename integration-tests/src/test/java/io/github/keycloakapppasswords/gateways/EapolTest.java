package io.github.keycloakapppasswords.gateways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Wi-Fi device and its access point: eapol_test, with EAP-TTLS and PAP inside. */
final class EapolTest extends RadiusDevice {
    private static final Pattern IDENTITY = Pattern.compile(
            "\\(Access-Accept\\).*Attribute 1 \\(User-Name\\)[^\\n]*\\n\\s*Value: '([^\\n]*)'", Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");
    /** In seconds. FreeRADIUS gives Keycloak four. */
    private static final String PATIENCE = "8";

    private final Path authority;

    /** @param authority who must have signed the certificate that the device sees; PEM */
    EapolTest(FreeRadius freeRadius, Path authority) {
        super(freeRadius);
        this.authority = authority;
    }

    @Override
    Login login(String username, String password, String callingStation) {
        String output = authenticate(username, password, callingStation);
        if (output.contains("CTRL-EVENT-EAP-FAILURE")) {
            return Login.wrong(tail(output));
        }
        if (output.contains("EAPOL test timed out")) {
            return Login.later(tail(output));
        }
        Matcher accepted = IDENTITY.matcher(output);
        if (!output.contains("CTRL-EVENT-EAP-SUCCESS") || !accepted.find()) {
            throw new IllegalStateException("Neither accepted with a name, nor rejected, nor unanswered: " + output);
        }
        return Login.in(unescaped(accepted.group(1)));
    }

    private String authenticate(String username, String password, String callingStation) {
        try {
            Path profile = Files.createTempFile("app-passwords-wifi-", ".conf");
            try {
                Files.writeString(profile, profile(username, password));
                List<String> command = List.of(
                        "/usr/bin/eapol_test",
                        "-c",
                        profile.toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port()),
                        "-s",
                        FreeRadiusFiles.NAS_SECRET,
                        "-t",
                        PATIENCE,
                        "-N31:s:" + callingStation);
                return Program.run(command, "").output();
            } finally {
                Files.delete(profile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts in hexadecimal, which the file takes for any text. */
    private String profile(String username, String password) {
        return """
                network={
                  ssid="example"
                  key_mgmt=WPA-EAP
                  eap=TTLS
                  phase2="auth=PAP"
                  anonymous_identity="anonymous"
                  identity=%s
                  password=%s
                  ca_cert="%s"
                  domain_match="radius.example.org"
                }
                """
                .formatted(hex(username), hex(password), authority);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String unescaped(String value) {
        String octets = ESCAPED.matcher(value)
                .replaceAll(
                        octet -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octet.group(1), 16))))
                .replace("\\'", "'")
                .replace("\\\\", "\\");
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String tail(String output) {
        return output.substring(Math.max(0, output.length() - 1000));
    }
}

package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.playwright.Download;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A profile that the server's key signs, on a Keycloak whose options name it, with everything logged that can be. */
@ExtendWith(SharedChromium.class)
class SignedProfileIT {
    private static final String OPTION = "--spi-required-action--configure-app-password--profile-keystore=";
    private static final String PASSWORD = "KC_SPI_REQUIRED_ACTION__CONFIGURE_APP_PASSWORD__PROFILE_KEYSTORE_PASSWORD";

    @Test
    void isVerifiedByWhoTrustsTheAuthority(Chromium chromium, @TempDir Path folder) throws IOException {
        try (CertificateAuthority authority = CertificateAuthority.create("Profile CA")) {
            Path keystore = keystore(authority, folder);
            KeycloakOptions options = KeycloakOptions.shipped()
                    .forTests()
                    .withStartOption(OPTION + keystore)
                    .withEnvironment(PASSWORD, "changeit")
                    .withStartOption("--log-level=INFO,org.keycloak:DEBUG,io.github.keycloakapppasswords:DEBUG");
            try (KeycloakServer keycloak = KeycloakServer.start(options);
                    GateRealm realm = GateRealm.create(keycloak);
                    Visitor visitor = chromium.visitor()) {
                Path signed = download(realm, visitor, folder);

                String verified =
                        openssl(folder, "-CAfile", authority.certificate().toString(), "-purpose", "any");
                String secret = AppleProfileIT.secret(verified);
                assertThat(Files.readString(keycloak.log())).doesNotContain(secret, "changeit");
                assertThat(signed).isNotEmptyFile();
            }
        }
    }

    @Test
    void ofABadKeystoreKeepsKeycloakFromStartingAndNamesTheOption(@TempDir Path folder) {
        Path missing = folder.resolve("missing.p12");

        StageException refusal =
                catchThrowableOfType(StageException.class, () -> KeycloakServer.start(KeycloakOptions.shipped()
                                .forTests()
                                .withStartOption(OPTION + missing)
                                .withEnvironment(PASSWORD, "changeit"))
                        .close());

        assertThat(refusal)
                .hasMessageContaining("spi-required-action--configure-app-password--profile-keystore is ")
                .hasMessageContaining("Keycloak cannot read such a file.");
    }

    private static Path download(GateRealm realm, Visitor visitor, Path folder) {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        realm.realm().policy(Map.of("servers", "imap imap.example.org:993 tls,smtp smtp.example.org:587 starttls"));
        visitor.appPassword().begin(realm.realm());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        visitor.appPassword().awaitForm();
        visitor.page().fill("#label", "Phone");
        visitor.page().check("#preset-mail");
        visitor.page().click("#kc-app-password-profile");
        assertThat(visitor.page().locator("#kc-app-password-profile-signer"))
                .containsText("signed by profiles.example.org");
        Download file = visitor.page().waitForDownload(() -> visitor.page().click("#kc-app-password-download"));
        Path signed = folder.resolve("signed.mobileconfig");
        file.saveAs(signed);
        return signed;
    }

    /** As the page says that an admin makes one. */
    private static Path keystore(CertificateAuthority authority, Path folder) {
        CertificateAuthority.Issued issued = authority.server("profiles.example.org");
        run(
                folder,
                "pkcs12",
                "-export",
                "-in",
                issued.certificate().toString(),
                "-inkey",
                issued.key().toString(),
                "-certfile",
                authority.certificate().toString(),
                "-name",
                "profiles",
                "-passout",
                "pass:changeit",
                "-out",
                "profiles.p12");
        return folder.resolve("profiles.p12");
    }

    private static String openssl(Path folder, String... trust) throws IOException {
        run(
                folder,
                Stream.concat(
                                Stream.of(
                                        "cms",
                                        "-verify",
                                        "-inform",
                                        "DER",
                                        "-in",
                                        "signed.mobileconfig",
                                        "-out",
                                        "verified.plist"),
                                Stream.of(trust))
                        .toArray(String[]::new));
        return Files.readString(folder.resolve("verified.plist"));
    }

    private static void run(Path folder, String... words) {
        StageProcess.start(
                        "openssl",
                        folder,
                        folder.resolve("openssl.log"),
                        Map.of(),
                        Stream.concat(Stream.of("openssl"), Stream.of(words)).toList())
                .succeed(Duration.ofSeconds(30));
    }
}

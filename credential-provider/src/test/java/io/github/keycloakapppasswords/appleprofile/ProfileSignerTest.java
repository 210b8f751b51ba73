package io.github.keycloakapppasswords.appleprofile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.keycloakapppasswords.appleprofile.ProfileSigner.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileSignerTest {

    private static final byte[] PROFILE = "<plist>a profile</plist>".getBytes(StandardCharsets.UTF_8);
    private static final String OPTION = "spi-required-action--configure-app-password--";

    /** Later than the beginning of every certificate that is made here. */
    private final Instant now = Instant.now().plusSeconds(600);

    private final Path folder;
    private final LogLines log = new LogLines(ProfileSigner.class);

    ProfileSignerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private Keystores keystores() {
        return new Keystores(folder);
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "RSA, 4096", "EC, 256", "EC, 384"})
    void signsWhatOpensslVerifies(String algorithm, String bits) throws IOException {
        Path keystore = keystores().key("profiles", "-keyalg", algorithm, "-keysize", bits);
        ProfileSigner signer = signer(keystore, null);

        assertThat(signer.name(now)).hasValue("Example University");
        assertThat(openssl(signer.sign(PROFILE), "-noverify")).contains("<plist>a profile</plist>");
    }

    @Test
    void sendsTheChainAlongSoThatTheRootAloneIsEnough() throws IOException {
        Path keystore = keystores().issued();
        byte[] signed = signer(keystore, null).sign(PROFILE);

        assertThat(openssl(
                        signed, "-purpose", "any", "-CAfile", keystores().root().toString()))
                .contains("<plist>a profile</plist>");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> openssl(signed, "-purpose", "any"))
                .withMessageContaining("erification failure");
        signed[signed.length / 2] ^= 1;
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> openssl(signed, "-noverify"));
    }

    @Test
    void needsNoKey() {
        ProfileSigner signer = ProfileSigner.of(new Options(null, null, null), now);

        assertThat(signer.name(now)).isEmpty();
    }

    @Test
    void takesOneOfSeveralKeysByItsAlias() {
        keystores().key("first", "-keyalg", "RSA");
        Path keystore = keystores().key("second", "-keyalg", "EC");

        assertThatCode(() -> signer(keystore, "second")).doesNotThrowAnyException();
        refuses(
                new Options(keystore.toString(), Keystores.PASSWORD, null),
                "profile-key-alias is missing: the keystore has 2");
        refuses(
                new Options(keystore.toString(), Keystores.PASSWORD, "third"),
                "profile-key-alias is \"third\": the keystore has no private key of that alias.");
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        String missing = folder.resolve("missing.p12").toString();
        Path text = Files.writeString(folder.resolve("text"), "a text, and no keystore");
        Path empty = Files.createFile(folder.resolve("empty"));

        refuses(
                new Options(missing, "x", null),
                "profile-keystore is \"" + missing.substring(0, 20),
                "cannot read such a file");
        refuses(new Options(folder.toString(), "x", null), "cannot read such a file");
        refuses(new Options(text.toString(), "x", null), "is not a keystore of the type PKCS12 or JKS");
        refuses(new Options(empty.toString(), "x", null), "profile-keystore is");
    }

    @Test
    void refusesAWrongPasswordAndNeverRepeatsIt() {
        Path keystore = keystores().key("profiles", "-keyalg", "RSA");

        refuses(new Options(keystore.toString(), null, null), "profile-keystore-password is missing");
        refuses(
                new Options(keystore.toString(), "wr0ng-pass", null),
                "profile-keystore-password is not the password of the keystore.");
        refuses(
                new Options(null, "wr0ng-pass", null),
                "profile-keystore is missing, and profile-keystore-password is set.");
        refuses(new Options(null, null, "alias"), "profile-keystore is missing, and profile-key-alias is set.");
        assertThat(new Options("a", "wr0ng-pass", "b").toString()).doesNotContain("wr0ng-pass");
    }

    @Test
    void refusesAKeystoreWithoutAKey() {
        Path keystore = keystores().issued();
        keystores().deletePrivateKey(keystore, "profiles");

        refuses(new Options(keystore.toString(), Keystores.PASSWORD, null), "it has no private key.");
    }

    @Test
    void refusesAKeyThatIsTooShort() {
        Path keystore = keystores().key("profiles", "-keyalg", "RSA", "-keysize", "1024");

        refuses(
                new Options(keystore.toString(), Keystores.PASSWORD, null),
                "its private key must be RSA with 2048 bits or more, or EC with 256 bits or more.");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        Path keystore = keystores().key("profiles", "-keyalg", "Ed25519");

        refuses(new Options(keystore.toString(), Keystores.PASSWORD, null), "its private key must be RSA");
    }

    @Test
    void refusesACertificateThatIsForSomethingElse() {
        Path keystore = keystores().key("profiles", "-keyalg", "RSA", "-ext", "ku=keyEncipherment");

        refuses(
                new Options(keystore.toString(), Keystores.PASSWORD, null),
                "its certificate is not for digital signatures.");
    }

    /** An expiry on a night must not keep Keycloak from starting the next morning. */
    @Test
    void startsWithACertificateThatHasEndedAndSignsNothing() {
        Path ended = keystores().key("profiles", "-keyalg", "RSA", "-startdate", "-10d", "-validity", "5");

        assertThat(signer(ended, null).name(now)).isEmpty();
    }

    @Test
    void stopsWhenItsCertificateEnds() {
        ProfileSigner signer = signer(keystores().key("profiles", "-keyalg", "RSA", "-validity", "5"), null);

        assertThat(signer.name(now)).isNotEmpty();
        assertThat(signer.name(now.plus(Duration.ofDays(6)))).isEmpty();
        assertThat(signer.name(now.minus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void saysOnceThatItsCertificateHasEndedAndAgainAfterItWasValid() {
        ProfileSigner signer = signer(keystores().key("profiles", "-keyalg", "EC", "-validity", "60"), null);
        Instant ended = now.plus(Duration.ofDays(61));

        assertThat(log.lines()).isEmpty();
        signer.name(ended);
        signer.name(ended);
        assertThat(log.lines()).hasSize(1).first().asString().startsWith("ERROR The certificate that signs");
        signer.name(now);
        signer.name(ended);
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void onlyWarnsThatItsCertificateEndsSoonAndStillSaysWhenItHasEnded() {
        ProfileSigner signer = signer(keystores().key("profiles", "-keyalg", "EC", "-validity", "5"), null);

        assertThat(log.lines()).hasSize(1).first().asString().matches("WARN .* ends within 30 days. Renew it.");
        signer.name(now.plus(Duration.ofDays(6)));
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("ERROR The certificate that signs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O=Example|san=email:a@example.org,dns:profiles.example.org,dns:other.example.org"
                        + "|profiles\\.example\\.org",
                "CN= , O=Example|san=dns:profiles.example.org|profiles\\.example\\.org",
                "O=Example|san=email:a@example.org|O=Example",
                "O=Example|ku=digitalSignature|O=Example",
            })
    void hasANameWithoutACommonName(String subject, String extension, String name) {
        Path keystore = keystores().keyOf(subject, "profiles", "-keyalg", "EC", "-ext", extension);

        assertThat(signer(keystore, null).name(now))
                .hasValueSatisfying(found -> assertThat(found).matches(name));
    }

    /** As some public authorities issue them: without any subject. */
    @ParameterizedTest
    @CsvSource({"DNS:profiles.example.org, profiles\\.example\\.org", "email:a@example.org, No\\. [0-9a-f]+"})
    void hasANameWithoutASubject(String otherName, String name) {
        Path keystore = keystores().withoutSubject(otherName);

        assertThat(signer(keystore, null).name(now))
                .hasValueSatisfying(found -> assertThat(found).matches(name));
    }

    @Test
    void doesNotPrintItsKey() {
        Path keystore = keystores().key("profiles", "-keyalg", "EC");

        SigningKey key = SigningKey.load(new Options(keystore.toString(), Keystores.PASSWORD, null));

        assertThat(key.toString()).isEqualTo("SigningKey[SHA256withECDSA]");
    }

    /** A Keycloak that no longer brings it must start where no admin has named a key. */
    @Test
    void needsNoBouncyCastleWithoutAKey() throws ReflectiveOperationException {
        Class<?> alone = new WithoutBouncyCastle().loadClass(ProfileSigner.class.getName());

        Object signer = alone.getMethod("none").invoke(null);

        assertThat(alone.getMethod("name", Instant.class).invoke(signer, now)).isEqualTo(Optional.empty());
    }

    /** Has the extension's classes anew, and none of Bouncy Castle's. */
    private static final class WithoutBouncyCastle extends ClassLoader {

        private WithoutBouncyCastle() {
            super(ProfileSignerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bouncycastle.")) {
                throw new ClassNotFoundException(name);
            }
            Class<?> known = findLoadedClass(name);
            return known == null && name.startsWith("io.github.keycloakapppasswords.")
                    ? defined(name)
                    : known == null ? super.loadClass(name, resolve) : known;
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(file).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private ProfileSigner signer(Path keystore, @Nullable String alias) {
        return ProfileSigner.of(new Options(keystore.toString(), Keystores.PASSWORD, alias), now);
    }

    private void refuses(Options options, String... why) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ProfileSigner.of(options, now))
                .withMessageStartingWith(OPTION)
                .satisfies(e -> assertThat(e.getMessage()).contains(why).doesNotContain("wr0ng-pass"));
    }

    private String openssl(byte[] signed, String... more) throws IOException {
        Path file = Files.write(folder.resolve("signed.mobileconfig"), signed);
        List<String> command =
                new ArrayList<>(List.of("openssl", "cms", "-verify", "-inform", "DER", "-in", file.toString()));
        command.addAll(List.of(more));
        return Keystores.run(folder, command);
    }
}

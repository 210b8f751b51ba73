package io.github.keycloakapppasswords.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class AppPasswordCredentialModelTest {

    private final AppPassword secret = AppPassword.generate(new SecureRandom());
    private final AppPasswordCredentialData data = new AppPasswordCredentialData(
            Set.of(Protocol.SMTP, Protocol.IMAP),
            List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::/32")),
            Instant.parse("2031-01-01T00:00:00Z"),
            "some-user",
            false);
    private final AppPasswordCredential credential = new AppPasswordCredential(
            "an-id",
            "iPhone",
            Instant.ofEpochMilli(1_760_000_000_123L),
            data,
            new AppPasswordHasher().hash(secret, new SecureRandom()));

    @Test
    void readsWhatItWrites() {
        AppPasswordCredential read = AppPasswordCredentialModel.read(AppPasswordCredentialModel.of(credential));

        assertThat(read.id()).isEqualTo("an-id");
        assertThat(read.label()).isEqualTo("iPhone");
        assertThat(read.createdAt()).isEqualTo(credential.createdAt());
        assertThat(read.data()).isEqualTo(data);
        assertThat(new AppPasswordHasher().compare(secret).matches(read.hash())).isTrue();
    }

    @Test
    void isOfItsTypeAlsoUnread() {
        AppPasswordCredentialModel model = AppPasswordCredentialModel.of(credential);
        assertThat(model.getType()).isEqualTo(AppPasswordCredentialModel.TYPE);
        model.setFederationLink("a-directory");
        model.setCredentialData("{");
        model.setType("other");

        AppPasswordCredentialModel wrapped = AppPasswordCredentialModel.wrap(model);

        assertThat(wrapped.getType()).isEqualTo(AppPasswordCredentialModel.TYPE);
        model.setType(AppPasswordCredentialModel.TYPE);
        assertThat(wrapped).usingRecursiveComparison().isEqualTo(model);
    }

    @Test
    void writesNoSecretIntoThePublicPart() {
        CredentialModel model = AppPasswordCredentialModel.of(credential);

        assertThat(model.getCredentialData())
                .isEqualTo("{\"version\":1,\"protocols\":[\"imap\",\"smtp\"],\"networks\":[\"192.0.2.0/24\","
                        + "\"2001:db8::/32\"],\"expiresAt\":\"2031-01-01T00:00:00Z\",\"issuedBy\":"
                        + "\"some-user\",\"deviceAccount\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1 | \"version\":2 | format version",
                "\"version\":1 | \"version\":\"1x\" | format version",
                "\"version\":1 | \"v\":1 | format version",
                "\"protocols\":[\"imap\",\"smtp\"] | \"protocols\":[] | at least one protocol",
                "\"protocols\":[\"imap\",\"smtp\"] | \"protocols\":\"imap\" | protocols must be a list",
                "\"protocols\":[\"imap\",\"smtp\"] | \"protocols\":[7] | protocols must be a list",
                "\"imap\" | \"IMAP\" | A protocol is",
                "\"networks\":[ | \"networks\":[\"nowhere\", | A network is",
                "\"networks\" | \"nets\" | networks must be a list",
                "2031-01-01 | 2031-13-01 | could not be parsed",
                "\"deviceAccount\":false | \"deviceAccount\":\"no\" | deviceAccount must be",
                "\"issuedBy\" | \"by\" | issuedBy must be a text"
            })
    void refusesPublicPartsThatItCannotRead(String written, String planted, String message) {
        CredentialModel model = AppPasswordCredentialModel.of(credential);
        String broken = model.getCredentialData().replace(written, planted);
        assertThat(broken).isNotEqualTo(model.getCredentialData());
        model.setCredentialData(broken);

        assertThatExceptionOfType(UnreadableCredentialException.class)
                .isThrownBy(() -> AppPasswordCredentialModel.read(model))
                .withMessageStartingWith("The app password an-id cannot be read. ")
                .withMessageContaining(message);
    }

    @Test
    void refusesUnknownAlgorithm() {
        CredentialModel model = AppPasswordCredentialModel.of(credential);
        model.setSecretData(model.getSecretData().replace("sha-256", "plain"));

        assertThatExceptionOfType(UnreadableCredentialException.class)
                .isThrownBy(() -> AppPasswordCredentialModel.read(model))
                .withMessage("The app password an-id cannot be read. The app password's hash algorithm is unknown to"
                        + " this version: it must be \"sha-256\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{\"algorithm\":null}"})
    void refusesBrokenSecretPartsWithoutQuotingThem(String secretData) {
        CredentialModel model = AppPasswordCredentialModel.of(credential);
        model.setSecretData(secretData);

        assertThatExceptionOfType(UnreadableCredentialException.class)
                .isThrownBy(() -> AppPasswordCredentialModel.read(model));
    }

    @Test
    void quotesNoSecretThatBrokenJsonHolds() {
        CredentialModel model = AppPasswordCredentialModel.of(credential);
        model.setSecretData("{\"hash\":hunter2hunter2}");

        assertThatExceptionOfType(UnreadableCredentialException.class)
                .isThrownBy(() -> AppPasswordCredentialModel.read(model))
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    @Test
    void expiresAtTheVeryInstant() {
        Instant expiry = Instant.parse("2031-01-01T00:00:00Z");
        assertThat(data.isExpiredAt(expiry.minusNanos(1))).isFalse();
        assertThat(data.isExpiredAt(expiry)).isTrue();
    }

    @Test
    void isForAtLeastOneProtocol() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AppPasswordCredentialData(Set.of(), List.of(), null, "some-user", false));
    }
}

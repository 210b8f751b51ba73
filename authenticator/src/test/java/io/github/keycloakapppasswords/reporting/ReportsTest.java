package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventType;

class ReportsTest {

    private static Report report(Decision decision, @Nullable String address) {
        Attempt attempt = new Attempt("Alice", Protocol.IMAP, address);
        return Reports.of("realm", "dovecot", attempt, decision);
    }

    private static Decision accepted(String label) {
        return new Decision(Reason.ACCEPTED, "user-id", "credential-id", label, "alice", true);
    }

    private static Decision refused(Reason reason, @Nullable String userId) {
        return new Decision(reason, userId, null, null, null, true);
    }

    @Test
    void tellAnAcceptanceAsALogin() {
        Report report = report(accepted("phone"), "192.0.2.7");

        assertThat(report.type()).isEqualTo(EventType.LOGIN);
        assertThat(report.error()).isNull();
        assertThat(report.userId()).isEqualTo("user-id");
        assertThat(report.clientId()).isEqualTo("dovecot");
        assertThat(report.address()).isEqualTo("192.0.2.7");
        assertThat(report.details())
                .isEqualTo(Map.of(
                        "auth_method", "app-password",
                        "gateway", "dovecot",
                        "protocol", "imap",
                        "credential_id", "credential-id",
                        "credential_label", "phone",
                        "username", "alice"));
    }

    @Test
    void tellTheAdminWhatToDoAboutANameThatTheServiceWouldChange() {
        Report report = report(refused(Reason.LOGIN_IDENTITY_FOLDED, "user-id"), "192.0.2.7");

        assertThat(report.details())
                .containsEntry("reason", "login_identity_folded")
                .containsEntry("problem", Reports.FOLDED_HINT);
    }

    @Test
    void tellARefusalWithItsReason() {
        Report report = report(refused(Reason.WRONG_SECRET, "user-id"), "2001:DB8::1");

        assertThat(report.type()).isEqualTo(EventType.LOGIN_ERROR);
        assertThat(report.error()).isEqualTo("invalid_user_credentials");
        assertThat(report.address()).isEqualTo("2001:db8::1");
        assertThat(report.details()).containsEntry("reason", "wrong_secret").doesNotContainKey("username");
    }

    @Test
    void tellAForbiddenProtocolAsTheGatewaysFault() {
        Report report = report(refused(Reason.GATEWAY_PROTOCOL, null), null);

        assertThat(report.type()).isEqualTo(EventType.CLIENT_LOGIN_ERROR);
        assertThat(report.details()).containsEntry("reason", "gateway_protocol").containsEntry("protocol", "imap");
    }

    @Test
    void makeHostileLabelsHarmless() {
        assertThat(report(accepted("x\r\ny\u202e"), null).details().get("credential_label"))
                .doesNotContain("\n")
                .doesNotContain("\u202e");
    }

    @Test
    void repeatNoAddressThatIsNone() {
        assertThat(report(accepted("phone"), "evil\nline").address()).isNull();
    }

    @Test
    void tellWhoSentAMainPasswordByItsUser() {
        Report found = report(refused(Reason.NOT_AN_APP_PASSWORD, "user-id"), "192.0.2.7");
        Report other = report(refused(Reason.NOT_AN_APP_PASSWORD, "other-id"), "192.0.2.7");
        Report nobody = report(refused(Reason.NOT_AN_APP_PASSWORD, null), "192.0.2.7");

        assertThat(found.userId()).isEqualTo("user-id");
        assertThat(found.fold()).isNotEqualTo(other.fold());
        assertThat(found.isOfUnmovedUser()).isTrue();
        assertThat(nobody.isOfUnmovedUser()).isFalse();
        assertThat(nobody.isOfNobody()).isTrue();
        assertThat(report(refused(Reason.WRONG_SECRET, "user-id"), null).isOfUnmovedUser())
                .isFalse();
    }

    /** Each is a mail to its owner where Keycloak's e-mail listener is on, and a phone changes its address all day. */
    @Test
    void foldOneAppPasswordOfAUserForAMonthWhereverItComesFrom() {
        Report home = report(recognised("phone-id"), "192.0.2.7");
        Report away = report(recognised("phone-id"), "2001:db8::1");
        Report tablet = report(recognised("tablet-id"), "192.0.2.7");

        assertThat(home.fold()).isEqualTo(away.fold()).isNotEqualTo(tablet.fold());
        assertThat(home.foldFor()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void foldWhatAUserSendsInsteadOfAnAppPasswordForAMonth() {
        Report home = report(refused(Reason.NOT_AN_APP_PASSWORD, "user-id"), "192.0.2.7");
        Report away = report(refused(Reason.NOT_AN_APP_PASSWORD, "user-id"), "198.51.100.9");

        assertThat(home.fold()).isEqualTo(away.fold());
        assertThat(home.foldFor()).isEqualTo(Duration.ofDays(30));
    }

    private static Decision recognised(String credentialId) {
        return new Decision(Reason.REVOKED, "user-id", credentialId, "phone", null, true);
    }

    @Test
    void foldUnknownPeopleForADay() {
        assertThat(report(refused(Reason.UNKNOWN_USER, null), "192.0.2.7").foldFor())
                .isEqualTo(Duration.ofDays(1));
        assertThat(report(refused(Reason.NOT_AN_APP_PASSWORD, null), "192.0.2.7")
                        .foldFor())
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void foldUnknownPeopleOfOneNetwork() {
        String one = report(refused(Reason.UNKNOWN_USER, null), "2001:db8:1:2:aaaa::1")
                .fold();
        String same = report(refused(Reason.UNKNOWN_USER, null), "2001:db8:1:2:bbbb::2")
                .fold();
        String other =
                report(refused(Reason.UNKNOWN_USER, null), "2001:db8:1:3::1").fold();

        assertThat(one).isEqualTo(same).isNotEqualTo(other);
    }

    @Test
    void neverMixTwoFoldsUp() {
        assertThat(report(refused(Reason.WRONG_SECRET, "a"), null).fold())
                .isNotEqualTo(report(refused(Reason.EXPIRED, "a"), null).fold())
                .isNotEqualTo(report(refused(Reason.WRONG_SECRET, "b"), null).fold());
    }
}

package io.github.keycloakapppasswords.qrcode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.github.keycloakapppasswords.appleprofile.AccountServers;
import io.github.keycloakapppasswords.appleprofile.AppleProfile.Owner;
import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.policy.Server.Security;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against Thunderbird's published format 1 of 6 February 2025. */
class MailAccountCodeTest {

    private static final String PASSWORD = "7k3zq-aaaaa-bbbbb-ccccc-ddddd";
    private static final Owner ANNA = new Owner(mail("anna"), "Anna \"Ex\" \u00c4mple", "anna@example.org");
    private static final AccountServers MAIL = AccountServers.of(
            List.of(
                    new Server(Protocol.IMAP, "imap.example.org:993", Security.TLS),
                    new Server(Protocol.SMTP, "smtp.example.org:587", Security.STARTTLS)),
            Protocol.KNOWN);

    @Test
    void isWhatThunderbirdReads() throws Exception {
        assertThat(scan(MailAccountCode.of(MAIL, ANNA, PASSWORD).orElseThrow()))
                .isEqualTo("[1,[1,1],[0,\"imap.example.org\",993,3,1,\"anna\",\"\",\"" + PASSWORD + "\"],"
                        + "[[[0,\"smtp.example.org\",587,2,1,\"anna\",\"" + PASSWORD + "\"],"
                        + "[\"anna@example.org\",\"Anna \\\"Ex\\\" \u00c4mple\"]]]]");
    }

    @Test
    void takesTheAddressWhereTheNameIsNotKnown() throws Exception {
        assertThat(scan(MailAccountCode.of(MAIL, new Owner(mail("anna"), "", "anna@example.org"), PASSWORD)
                        .orElseThrow()))
                .endsWith("[\"anna@example.org\",\"anna@example.org\"]]]]");
    }

    @Test
    void isNoneWithoutWhatTheFormatNeeds() {
        AccountServers calendars = AccountServers.of(
                List.of(new Server(Protocol.CALDAV, "https://dav.example.org/", Security.TLS)), Protocol.KNOWN);

        assertThat(MailAccountCode.of(calendars, ANNA, PASSWORD)).isEmpty();
        assertThat(MailAccountCode.of(MAIL, new Owner(mail("anna"), "Anna", null), PASSWORD))
                .isEmpty();
        assertThat(MailAccountCode.of(MAIL, new Owner(mail("anna"), "Anna", "\u00e4nna@example.org"), PASSWORD))
                .isEmpty();
    }

    @Test
    void isNoneIfItWouldBeTooLargeToScan() {
        assertThat(MailAccountCode.of(MAIL, new Owner(mail("anna"), "A".repeat(700), "anna@example.org"), PASSWORD))
                .isEmpty();
    }

    @Test
    void bringsNothingIntoThePageButNumbersAndTheLettersOfAPath() {
        Optional<MailAccountCode> code =
                MailAccountCode.of(MAIL, new Owner(mail("\"><script>"), "</svg>", "a@example.org"), PASSWORD);

        assertThat(code.orElseThrow().path()).matches("[Mhvz0-9 -]+");
    }

    @Test
    void doesNotPrintItsPath() {
        MailAccountCode code = MailAccountCode.of(MAIL, ANNA, PASSWORD).orElseThrow();

        assertThat(code.toString()).isEqualTo("MailAccountCode[size=" + code.size() + "]");
    }

    /** As a camera sees it: four points for each module. */
    private static String scan(MailAccountCode code) throws Exception {
        int scale = 4;
        int side = code.size() * scale;
        int[] points = new int[side * side];
        Arrays.fill(points, 0xffffff);
        Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(code.path()).results().forEach(module -> {
            int x = Integer.parseInt(module.group(1)) * scale;
            int y = Integer.parseInt(module.group(2)) * scale;
            for (int row = y; row < y + scale; row++) {
                Arrays.fill(points, row * side + x, row * side + x + scale, 0);
            }
        });
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, points))))
                .getText();
    }

    private static Map<Protocol, String> mail(String userName) {
        return Map.of(Protocol.IMAP, userName, Protocol.SMTP, userName);
    }
}

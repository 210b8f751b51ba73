package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.Asking;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A profile for an Apple device, without a signature; the signature is for {@link SignedProfileIT}. */
class AppleProfileIT extends GateTest {
    private static final String SERVERS =
            "imap imap.example.org:993 tls,smtp smtp.example.org:587 starttls,caldav https://dav.example.org/";
    private static final Map<String, String> POLICY = Map.of("servers", SERVERS, "unsigned-profiles", "true");
    private static final Pattern PASSWORD = Pattern.compile("<key>IncomingPassword</key><string>([^<]+)</string>");

    private final Person alice;

    AppleProfileIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
        alice = realm.user(NewUser.named("alice").withOtp());
        realm.realm().policy(POLICY);
    }

    @Test
    void setsUpADeviceWithOneDownloadAndEndsWithSuccess() throws IOException {
        realm.realm().setUp();
        Gateway gateway = realm.realm().gateway("mail", "imap", "smtp");
        choose();
        assertThat(page().locator("#kc-app-password-profile-signer")).containsText("not signed");
        assertThat(page().locator(".app-password-settings")).containsText("Reading mail (IMAP), Sending mail (SMTP)");
        assertThat(realm.appPasswords(alice)).isEmpty();

        Download file = download();

        String profile = read(file);
        String secret = secret(profile);
        assertThat(file.suggestedFilename()).isEqualTo("app-password.mobileconfig");
        assertThat(profile)
                .contains(
                        "<string>io.github.keycloakapppasswords."
                                + realm.appPassword(alice).path("id").asText() + "</string>",
                        "<string>imap.example.org</string>",
                        ": alice, alice@example.org (Phone)</string>",
                        "<string>Sets up accounts with the app password “Phone”.")
                .doesNotContain("CalDAV");
        Asking asking = Asking.as(realm.realm(), gateway);
        assertThat(asking.ask("alice", secret, "imap").status()).isEqualTo(200);
        assertThat(asking.ask("alice", secret, "smtp").status()).isEqualTo(200);

        page().click("#kc-app-password-continue");
        assertThat(page().locator("body"))
                .containsText("The profile was handed to your browser. It cannot be downloaded again.");
        assertThat(page().content()).doesNotContain(secret);
        page().click("#kc-app-password-finish");
        assertThat(action().outcome()).isEqualTo("success");
        assertThat(realm.realm().events("UPDATE_CREDENTIAL").toString())
                .contains("Phone")
                .doesNotContain(secret);
        assertThat(page().url()).doesNotContain(secret);
    }

    @Test
    void isNotStoredByTheBrowserAndTravelsAsAFile() {
        choose();

        Response response = page().waitForResponse(
                        candidate -> "POST".equals(candidate.request().method()), this::download);

        assertThat(response.headerValue("content-type")).isEqualTo("application/x-apple-aspen-config");
        assertThat(response.headerValue("content-disposition"))
                .isEqualTo("attachment; filename=\"app-password.mobileconfig\"");
        assertThat(response.headerValue("cache-control")).contains("no-store");
        assertThat(response.headerValue("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.headerValue("set-cookie")).isNull();
    }

    @Test
    void isOfferedIfThereIsSomethingToSetUpAndThePolicyLeavesItToDoWithoutASignature() {
        beginWithCode(alice);
        assertThat(page().locator("#kc-app-password-profile")).isVisible();
        String target = page().getAttribute("#kc-app-password-form", "action");

        realm.realm().policy(Map.of("servers", SERVERS));
        String refused = form(target).send(page().context()).body();
        assertThat(refused).contains("kc-app-password-create").doesNotContain("plist", "kc-app-password-profile\"");
        page().reload();
        action().awaitForm();
        assertThat(page().locator("#kc-app-password-profile")).isHidden();

        realm.realm()
                .policy(Map.of(
                        "servers",
                        "imap imap.example.org:993 tls,xmpp x.example.org:5223 tls",
                        "unsigned-profiles",
                        "true"));
        page().reload();
        action().awaitForm();
        assertThat(page().locator("#kc-app-password-profile")).isHidden();
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void isRefusedForWhatNoAccountOfAProfileIs() {
        beginWithCode(alice);
        page().fill("#label", "Phone");
        page().click("details:not([open]) > summary");
        page().check("[name=protocols][value=xmpp]");

        page().click("#kc-app-password-profile");

        assertThat(page().locator("#input-error-protocols")).containsText("Please choose at least one of them.");
        assertThat(page().locator("#label")).hasValue("Phone");
    }

    @Test
    void isNotMadeWithANameThatIsTaken() {
        choose();
        download();
        page().click("#kc-app-password-continue");
        page().click("#kc-app-password-finish");
        action().outcome();

        begin();
        action().awaitForm();
        fill();
        page().click("#kc-app-password-download");

        assertThat(page().locator("#input-error-label")).containsText("Phone");
        assertThat(realm.appPasswords(alice)).containsExactly("Phone");
    }

    @Test
    void isNotGivenAgainOnReloadOrGoingBack() throws IOException {
        choose();
        String secret = secret(read(download()));

        page().reload();
        assertThat(page().locator("#kc-app-password-finish")).isVisible();
        assertThat(page().content()).doesNotContain(secret);
        page().goBack();
        assertThat(page().content()).doesNotContain(secret, "plist");
        page().goForward();
        assertThat(page().content()).doesNotContain(secret, "plist");
        assertThat(realm.appPasswords(alice)).containsExactly("Phone");
    }

    @Test
    void isMadeOnceByADoubleClick() {
        choose();

        Download file = page().waitForDownload(() -> page().dblclick("#kc-app-password-download"));

        assertThat(file.failure()).isNull();
        assertThat(realm.appPasswords(alice)).containsExactly("Phone");
        assertThat(page().locator("#kc-app-password-continue")).isVisible();
    }

    @Test
    void isMadeOnceBySeveralSubmitsAtOnce() {
        beginWithCode(alice);

        List<Form.Answer> answers =
                form(page().getAttribute("#kc-app-password-form", "action")).sendAtOnce(8, page().context());

        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("IncomingPassword"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(realm.appPasswords(alice)).containsExactly("Phone");
    }

    @Test
    void isReplacedWhenTheFileWasLost() throws IOException {
        choose();
        String lost = secret(read(download()));
        page().click("#kc-app-password-continue");

        page().click("#kc-app-password-replace");
        assertThat(realm.appPasswords(alice)).isEmpty();
        fill();
        String other = secret(read(download()));

        assertThat(other).isNotEqualTo(lost);
        assertThat(realm.appPasswords(alice)).containsExactly("Phone");
    }

    @Test
    void escapesWhatItsOwnerTypes() throws IOException {
        beginWithCode(alice);
        page().fill("#label", "</string>\"><script>alert(1)</script>");
        page().check("#preset-mail");
        page().click("#kc-app-password-profile");
        assertThat(page().locator(".app-password-settings")).containsText("<script>alert(1)</script>");
        assertThat(page().locator("input[name=label]")).hasValue("</string>\"><script>alert(1)</script>");

        assertThat(read(download())).contains("&lt;/string&gt;").doesNotContain("<script>");
    }

    @Test
    void needsNoScript() throws IOException {
        try (Visitor plain = chromium.visitor(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            plain.appPassword().begin(realm.realm());
            plain.login().password(alice);
            plain.login().code(alice.app().freshCode());
            plain.page().fill("#label", "Phone");
            plain.page().press("#preset-mail", "Space");
            plain.page().click("#kc-app-password-profile");
            plain.page().waitForSelector("#kc-app-password-download");

            Download file = plain.page().waitForDownload(() -> plain.page().click("#kc-app-password-download"));

            assertThat(secret(read(file))).isNotEmpty();
            plain.page().click("#kc-app-password-continue");
            plain.page().click("#kc-app-password-finish");
            assertThat(plain.appPassword().outcome()).isEqualTo("success");
        }
    }

    /** On the page that shows the secret, for a program that has no profile. */
    @Test
    void hasAQrCodeBesideItForThunderbird() throws Exception {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path("/users/" + alice.id()),
                        Map.of("email", "alice@example.org", "emailVerified", true));
        beginWithCode(alice);
        action().create("Phone", "imap", "smtp");
        String secret = action().secret();
        page().click("details:has(#kc-app-password-code) > summary");

        byte[] picture = page().locator("#kc-app-password-code").screenshot();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        int[] points = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        String code = new QRCodeReader()
                .decode(new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), points))))
                .getText();

        assertThat(code)
                .startsWith("[1,[1,1],[0,\"imap.example.org\",993,3,1,\"alice\",\"\",\"" + secret + "\"]")
                .contains("[0,\"smtp.example.org\",587,2,1,\"alice\",\"" + secret + "\"],[\"alice@example.org\"");
    }

    @Test
    void hasTheNamesThatTheGatewaysOfEachProtocolTake() throws IOException {
        realm.realm().gateway("reading", Map.of("protocols", List.of("imap"), "loginIdentity", "email"));
        realm.realm().gateway("sending", "smtp");
        choose();

        assertThat(read(download()))
                .contains(
                        "<key>IncomingMailServerUsername</key><string>alice@example.org</string>",
                        "<key>OutgoingMailServerUsername</key><string>alice</string>");
    }

    private void choose() {
        beginWithCode(alice);
        fill();
    }

    private void fill() {
        action().awaitForm();
        page().fill("#label", "Phone");
        page().check("#preset-mail");
        page().click("#kc-app-password-profile");
        page().waitForSelector("#kc-app-password-download");
        page().screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("apple-profile.png")));
    }

    private Download download() {
        return page().waitForDownload(() -> page().click("#kc-app-password-download"));
    }

    private static Form form(String target) {
        return Form.to(target)
                .with("download", "true")
                .with("label", "Phone")
                .with("protocols", "imap")
                .with("protocols", "smtp");
    }

    static String read(Download file) throws IOException {
        return Files.readString(file.path());
    }

    static String secret(String profile) {
        Matcher secret = PASSWORD.matcher(profile);
        assertThat(secret.find()).as(profile).isTrue();
        return secret.group(1);
    }
}

package io.github.keycloakapppasswords.qrcode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import io.github.keycloakapppasswords.appleprofile.AccountServers;
import io.github.keycloakapppasswords.appleprofile.AppleProfile;
import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.policy.Server.Security;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A mail account as a QR code that Thunderbird for Android and K-9 Mail read: Thunderbird's "Export for Mobile", format 1
 * (thunderbird-android, {@code feature/migration/qrcode/qr-code-format.md}).
 *
 * <p><b>Security.</b> The code holds the app password: it is for the page that shows it, and for nothing else. The text that
 * goes into the page is made of numbers and four letters only.
 *
 * @param path of the dark modules, in SVG's language of paths, one unit for each module
 * @param size of the whole with its quiet zone, in modules
 */
public record MailAccountCode(String path, int size) {

    private static final int FORMAT = 1;
    private static final int IMAP = 0;
    private static final int SMTP = 0;
    private static final int STARTTLS = 2;
    private static final int TLS = 3;
    private static final int PASSWORD_CLEARTEXT = 1;

    /** More than this is hard to scan from a screen. */
    private static final int LONGEST_BYTES = 700;

    private static final Map<EncodeHintType, Object> HINTS = Map.of(
            EncodeHintType.CHARACTER_SET,
            StandardCharsets.UTF_8.name(),
            EncodeHintType.ERROR_CORRECTION,
            ErrorCorrectionLevel.L);

    /** Without the path, which is the app password for anyone who draws it. */
    @Override
    public String toString() {
        return "MailAccountCode[size=" + size + "]";
    }

    /**
     * The code of an account; empty if there is no mail account, if the owner has no verified address in ASCII, which the
     * format needs, or if the code would be too large to be scanned.
     *
     * @param password as the program sends it
     */
    public static Optional<MailAccountCode> of(AccountServers servers, AppleProfile.Owner owner, String password) {
        Server incoming = servers.incoming();
        Server outgoing = servers.outgoing();
        String address = owner.address();
        if (incoming == null || outgoing == null || address == null || !isAscii(address)) {
            return Optional.empty();
        }
        String name = owner.fullName().isEmpty() ? address : owner.fullName();
        ArrayNode root = JsonNodeFactory.instance.arrayNode();
        root.add(FORMAT);
        root.addArray().add(1).add(1);
        server(root.addArray().add(IMAP), incoming, owner).add("").add(password);
        ArrayNode group = root.addArray().addArray();
        server(group.addArray().add(SMTP), outgoing, owner).add(password);
        group.addArray().add(address).add(name);
        String text = root.toString();
        return text.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES
                ? Optional.empty()
                : Optional.of(draw(text));
    }

    private static ArrayNode server(ArrayNode json, Server server, AppleProfile.Owner owner) {
        return json.add(server.host())
                .add(server.port())
                .add(server.security() == Security.TLS ? TLS : STARTTLS)
                .add(PASSWORD_CLEARTEXT)
                .add(owner.userName(server.protocol()));
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private static MailAccountCode draw(String text) {
        try {
            BitMatrix modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, HINTS);
            StringBuilder path = new StringBuilder();
            for (int y = 0; y < modules.getHeight(); y++) {
                for (int x = 0; x < modules.getWidth(); x++) {
                    if (modules.get(x, y)) {
                        path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                    }
                }
            }
            return new MailAccountCode(path.toString(), modules.getWidth());
        } catch (WriterException e) {
            throw new IllegalStateException("A QR code could not be drawn.", e);
        }
    }
}

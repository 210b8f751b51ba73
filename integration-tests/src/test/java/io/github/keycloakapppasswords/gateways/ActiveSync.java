package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.FileTree;
import io.github.keycloakapppasswords.stage.Http;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A phone that speaks Exchange ActiveSync 14.1, in WBXML (MS-ASWBXML). */
final class ActiveSync {
    private static final String ADDRESS = "/Microsoft-Server-ActiveSync";
    private static final Pattern TEXT = Pattern.compile("\u0003([^\u0000]*)\u0000");
    /** SyncKey, of the code page AirSync. */
    private static final Pattern SYNC_KEY = Pattern.compile("K\u0003([^\u0000]*)\u0000");

    private final SogoGateway server;
    private final String username;
    private final String password;
    private final String device = UUID.randomUUID().toString().replace("-", "");

    ActiveSync(SogoGateway server, String username, String password) {
        this.server = server;
        this.username = username;
        this.password = password;
    }

    /** What a phone asks first. */
    Curl.Answer options() {
        return server.request(ADDRESS)
                .user(username, password)
                .option("request", "OPTIONS")
                .run();
    }

    /** The folders of the user: their ids, and their names. */
    Curl.Answer folders() {
        return foldersBy(query("FolderSync", username));
    }

    /** The text of the mails in the inbox. */
    String inbox() {
        return mails(idOf("INBOX"));
    }

    /** The id of a folder. */
    String idOf(String folder) {
        Curl.Answer answer = folders();
        List<String> texts = texts(answer);
        int name = texts.indexOf(folder);
        if (name < 2) {
            throw new IllegalStateException("No folder " + folder + ": " + answer);
        }
        return texts.get(name - 2);
    }

    /** The text of the mails in a folder. */
    String mails(String folderId) {
        Matcher key = SYNC_KEY.matcher(sync(folderId, "0").body());
        return key.find() ? sync(folderId, key.group(1)).body() : "";
    }

    /** A FolderSync whose address names another user. */
    Curl.Answer foldersAs(String other) {
        return foldersBy(query("FolderSync", other));
    }

    /** A FolderSync by a query that is sent as it is. */
    Curl.Answer foldersBy(String query) {
        return post(
                query,
                "14.1",
                "application/vnd.ms-sync.wbxml",
                Wbxml.begin().page(7).open(0x16).leaf(0x12, "0").close().bytes());
    }

    /** The query of a command, as a list of parameters. */
    String query(String command, String queriedUser) {
        return "Cmd=" + command + "&User=" + Http.encode(queriedUser) + "&DeviceId=" + device + "&DeviceType=Phone";
    }

    /** The query of a FolderSync as base64 (MS-ASHTTP 2.2.1.1.1.1): version, command, locale, device, policy key, type of device. */
    String base64Query() {
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        query.writeBytes(new byte[] {(byte) 141, 9, 9, 4, 16});
        query.writeBytes(HexFormat.of().parseHex(device));
        query.writeBytes(new byte[] {0, 5});
        query.writeBytes("Phone".getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(query.toByteArray());
    }

    private Curl.Answer sync(String folderId, String key) {
        Wbxml sync = Wbxml.begin().page(0).open(0x05).open(0x1C).open(0x0F);
        sync.leaf(0x0B, key).leaf(0x12, folderId);
        if (!key.equals("0")) {
            sync.empty(0x13).leaf(0x15, "50");
            sync.open(0x17).leaf(0x18, "0");
            sync.page(17).open(0x05).leaf(0x06, "1").close();
            sync.page(0).close();
        }
        return post(
                query("Sync", username),
                "14.1",
                "application/vnd.ms-sync.wbxml",
                sync.close().close().close().bytes());
    }

    /** Sends a message as it is, as phones do by version 12.1. */
    Curl.Answer sendMail(String message) {
        return post(query("SendMail", username), "12.1", "message/rfc822", message.getBytes(StandardCharsets.UTF_8));
    }

    private Curl.Answer post(String query, String version, String type, byte[] body) {
        Path file = temporary(body);
        try {
            return server.request(ADDRESS + "?" + query)
                    .user(username, password)
                    .header("Content-Type: " + type)
                    .header("MS-ASProtocolVersion: " + version)
                    .option("data-binary", "@" + file)
                    .run();
        } finally {
            FileTree.delete(file);
        }
    }

    private static Path temporary(byte[] bytes) {
        try {
            return Files.write(Files.createTempFile("app-passwords-", ".wbxml"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(Curl.Answer answer) {
        return TEXT.matcher(answer.body())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** XML as bytes: tags are numbers of a code page. */
    private static final class Wbxml {
        private static final int WITH_CONTENT = 0x40;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        static Wbxml begin() {
            Wbxml document = new Wbxml();
            document.out.writeBytes(new byte[] {3, 1, 0x6A, 0});
            return document;
        }

        Wbxml page(int number) {
            out.write(0);
            out.write(number);
            return this;
        }

        Wbxml open(int tag) {
            out.write(tag | WITH_CONTENT);
            return this;
        }

        Wbxml close() {
            out.write(1);
            return this;
        }

        Wbxml empty(int tag) {
            out.write(tag);
            return this;
        }

        Wbxml leaf(int tag, String text) {
            open(tag);
            out.write(3);
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            out.write(0);
            return close();
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}

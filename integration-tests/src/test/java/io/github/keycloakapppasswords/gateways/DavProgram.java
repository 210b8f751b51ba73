package io.github.keycloakapppasswords.gateways;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A calendar program: it asks the server where its user's collections are, and lists them (RFC 5397, RFC 4791). */
final class DavProgram {
    private static final String WHO_AM_I = "<propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>";
    private static final String NAMES = "<propfind xmlns=\"DAV:\"><prop><displayname/></prop></propfind>";
    private static final Pattern PRINCIPAL =
            Pattern.compile("<current-user-principal>\\s*<href>([^<]*)</href>", Pattern.DOTALL);
    private static final Pattern CALENDAR = Pattern.compile("<displayname>Calendar of ([^<]*)</displayname>");

    private final DavServer server;

    DavProgram(DavServer server) {
        this.server = server;
    }

    Login login(String username, String password) {
        Curl.Answer answer =
                propfind("/", "0", WHO_AM_I).user(username, password).run();
        return switch (answer.status()) {
            case 207 -> Login.in(calendar(principal(answer), username, password));
            case 401 -> Login.wrong(answer.headers().toString());
            case 503 -> Login.later(answer.header("Retry-After").orElseThrow());
            default -> throw new IllegalStateException("Neither right nor wrong nor temporary: " + answer);
        };
    }

    /** The request by which it asks whose collections it may see. */
    Curl whoAmI() {
        return propfind("/", "0", WHO_AM_I);
    }

    /** The path of the collections, from the answer to {@link #whoAmI()}. */
    static String principal(Curl.Answer answer) {
        return find(PRINCIPAL, answer).orElseThrow(() -> new IllegalStateException("No principal: " + answer));
    }

    private String calendar(String principal, String username, String password) {
        Curl.Answer answer =
                propfind(principal, "1", NAMES).user(username, password).run();
        return find(CALENDAR, answer)
                .map(name -> name.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
                .orElse("no calendar in " + principal);
    }

    private Curl propfind(String path, String depth, String body) {
        return server.request(path)
                .option("request", "PROPFIND")
                .header("Depth: " + depth)
                .option("data", body);
    }

    private static Optional<String> find(Pattern pattern, Curl.Answer answer) {
        Matcher matcher = pattern.matcher(answer.body());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}

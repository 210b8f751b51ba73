package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** How to set up one kind of app or device, in short steps that use the values on the page. */
enum SetUpGuide {
    THUNDERBIRD(Protocol.IMAP, Protocol.POP3),
    OUTLOOK(Protocol.IMAP, Protocol.POP3),
    APPLE(Protocol.IMAP, Protocol.POP3),
    ANDROID(Protocol.IMAP, Protocol.POP3),
    PRINTER(Protocol.SMTP);

    private static final String PREFIX = "appPasswordGuide.";

    /** Its app asks for the values of the sending server separately, and calls them optional. */
    private static final Set<SetUpGuide> ASKING_TWICE = EnumSet.of(APPLE);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Protocol> protocols;

    SetUpGuide(Protocol... protocols) {
        this.protocols = Set.of(protocols);
    }

    /** The guides that fit these protocols. */
    static List<SetUpGuide> of(Collection<Protocol> chosen) {
        return Arrays.stream(values())
                .filter(guide -> chosen.stream().anyMatch(guide.protocols::contains))
                .toList();
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The keys of the messages of the steps, in their order.
     *
     * @param shown the servers on the page
     */
    List<String> steps(List<Server> shown) {
        boolean known = shown.stream().anyMatch(server -> protocols.contains(server.protocol()));
        return Stream.of(
                        Stream.of(id() + ".begin", id() + ".choose", known ? "values" : "valuesUnknown"),
                        Stream.of("password"),
                        ASKING_TWICE.contains(this) ? Stream.of(id() + ".twice") : Stream.<String>empty())
                .flatMap(steps -> steps)
                .map(step -> PREFIX + step)
                .toList();
    }
}

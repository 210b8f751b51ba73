package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds custom protocol ids that are most likely misspellings of a known protocol. */
final class ProtocolSpelling {

    /** Entirely different names of the known protocols. */
    private static final Map<String, Protocol> OTHER_NAMES = Map.of(
            "activesync", Protocol.EAS,
            "exchange", Protocol.EAS,
            "calendar", Protocol.CALDAV,
            "contacts", Protocol.CARDDAV,
            "davs", Protocol.WEBDAV,
            "jabber", Protocol.XMPP,
            "mail", Protocol.IMAP,
            "submissions", Protocol.SMTP);

    private ProtocolSpelling() {}

    /** A finished sentence for the ids that are most likely misspelt, or empty. */
    static Optional<String> warning(Collection<Protocol> protocols) {
        List<String> guesses = new ArrayList<>();
        for (Protocol protocol : protocols) {
            nearest(protocol).ifPresent(known -> guesses.add("\"" + protocol + "\" (nearest: \"" + known + "\")"));
        }
        return guesses.isEmpty()
                ? Optional.empty()
                : Optional.of("protocols has names that are not known: " + String.join(", ", guesses)
                        + ". An id of your own is allowed, and is another protocol than the known one.");
    }

    /** The known protocol that is nearest to an unknown id; empty if the id is known, or near to none. */
    static Optional<Protocol> nearest(Protocol protocol) {
        if (Protocol.KNOWN.contains(protocol)) {
            return Optional.empty();
        }
        String id = protocol.id();
        Optional<Protocol> contained = Protocol.KNOWN.stream()
                .filter(known -> id.contains(known.id()))
                .max(Comparator.comparingInt(known -> known.id().length()));
        return Optional.ofNullable(OTHER_NAMES.get(id)).or(() -> contained).or(() -> byOneMistake(id));
    }

    private static Optional<Protocol> byOneMistake(String id) {
        // ids of three letters are near to too many others
        return Protocol.KNOWN.stream()
                .filter(known -> known.id().length() > 3 && isOneMistake(id, known.id()))
                .findFirst();
    }

    /** Whether one missing, additional or wrong symbol, or one swap of neighbours, makes one text of the other. */
    private static boolean isOneMistake(String one, String other) {
        int start = 0;
        int shorter = Math.min(one.length(), other.length());
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        String restOfOne = one.substring(start, one.length() - end);
        String restOfOther = other.substring(start, other.length() - end);
        boolean swapped = restOfOne.length() == 2 && restOfOther.contentEquals(new StringBuilder(restOfOne).reverse());
        return swapped || Math.max(restOfOne.length(), restOfOther.length()) <= 1;
    }
}

package io.github.keycloakapppasswords.username;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.Locale;

/**
 * How the service behind a gateway compares names, after Keycloak has answered.
 *
 * <p><b>Security.</b> A service that treats two names as one opens an account to the owner of the other. So a login identity is
 * sent only if the service does not change that name: then no two users share an account. A name that the service changes or
 * rejects is refused.
 */
public enum NameComparison {
    /** {@link #NODEPREP} for XMPP, {@link #LDAP} for LDAP, {@link #EXACT} for all other protocols. */
    BY_PROTOCOL("by-protocol"),

    /** Byte for byte. */
    EXACT("exact"),

    /** Upper case is made lower case. */
    LOWER("lower"),

    /** Unicode's full case folding, by which {@code \u00df} is {@code ss} too. */
    CASEFOLD("casefold"),

    /** The local part of an XMPP address: nodeprep (RFC 6122, appendix A) and UsernameCaseMapped (RFC 7622, RFC 8265). */
    NODEPREP("nodeprep"),

    /** An attribute of LDAP that ignores case (RFC 4518). */
    LDAP("ldap");

    /** Case folding does not change this letter, although its upper case is that of {@code i}. */
    private static final int DOTLESS_I = 0x131;

    private final String id;

    NameComparison(String id) {
        this.id = id;
    }

    /** Whether a service that speaks this protocol leaves the name as it is. */
    public boolean keeps(String name, Protocol protocol) {
        return switch (of(protocol)) {
            case LOWER -> name.equals(name.toLowerCase(Locale.ROOT));
            case CASEFOLD -> name.codePoints().allMatch(NameComparison::isCaseFolded);
            case NODEPREP -> Stringprep.isNode(name);
            case LDAP -> Stringprep.isDirectoryString(name);
            default -> true;
        };
    }

    /** Java has no case folding; except for one letter it equals the lower case of the upper case. */
    private static boolean isCaseFolded(int codePoint) {
        String character = Character.toString(codePoint);
        return codePoint == DOTLESS_I
                || character.equals(character.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    private NameComparison of(Protocol protocol) {
        if (this != BY_PROTOCOL) {
            return this;
        }
        if (protocol.equals(Protocol.XMPP)) {
            return NODEPREP;
        }
        return protocol.equals(Protocol.LDAP) ? LDAP : EXACT;
    }

    /** The text in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return id;
    }
}

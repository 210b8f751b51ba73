package io.github.keycloakapppasswords.appleprofile;

import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the policy for which an Apple device has accounts.
 *
 * @param incoming the first IMAP server; {@code null} without a mail account, which needs both servers
 * @param outgoing the first SMTP server; {@code null} without a mail account
 * @param calendars the CalDAV servers
 * @param contacts the CardDAV servers
 */
public record AccountServers(
        @Nullable Server incoming, @Nullable Server outgoing, List<Server> calendars, List<Server> contacts) {

    /** Those of the servers that an app password for these protocols opens. */
    public static AccountServers of(List<Server> servers, Collection<Protocol> protocols) {
        Server incoming = first(servers, protocols, Protocol.IMAP);
        Server outgoing = first(servers, protocols, Protocol.SMTP);
        boolean mail = incoming != null && outgoing != null;
        return new AccountServers(
                mail ? incoming : null,
                mail ? outgoing : null,
                web(servers, protocols, Protocol.CALDAV),
                web(servers, protocols, Protocol.CARDDAV));
    }

    /** Whether there is nothing to set up. */
    public boolean isEmpty() {
        return protocols().isEmpty();
    }

    /** The protocols of the accounts. */
    public List<Protocol> protocols() {
        List<Protocol> protocols = new ArrayList<>();
        if (incoming != null) {
            protocols.add(Protocol.IMAP);
            protocols.add(Protocol.SMTP);
        }
        if (!calendars.isEmpty()) {
            protocols.add(Protocol.CALDAV);
        }
        if (!contacts.isEmpty()) {
            protocols.add(Protocol.CARDDAV);
        }
        return protocols;
    }

    private static @Nullable Server first(List<Server> servers, Collection<Protocol> protocols, Protocol protocol) {
        return servers.stream()
                .filter(server ->
                        server.protocol().equals(protocol) && protocols.contains(protocol) && !server.isWebAddress())
                .findFirst()
                .orElse(null);
    }

    private static List<Server> web(List<Server> servers, Collection<Protocol> protocols, Protocol protocol) {
        return servers.stream()
                .filter(server ->
                        server.protocol().equals(protocol) && protocols.contains(protocol) && server.isWebAddress())
                .toList();
    }
}

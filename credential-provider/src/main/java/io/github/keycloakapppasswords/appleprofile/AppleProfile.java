package io.github.keycloakapppasswords.appleprofile;

import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration profile: the accounts of one app password, with the app password in them. Keys and values are those of
 * Apple's published schema (github.com/apple/device-management: {@code com.apple.mail.managed}, {@code com.apple.caldav.account},
 * {@code com.apple.carddav.account}).
 *
 * <p><b>Security.</b> The bytes hold the app password in clear text: they are for the answer that makes it, and for nothing
 * else. Identifiers are the same for the same app password and differ for any other, so that no profile replaces another's.
 * Name and description say whose account it is, for a person to whom somebody else gives the profile.
 */
public final class AppleProfile {

    private static final String IDENTIFIER = "io.github.keycloakapppasswords.";
    private static final int HTTPS_PORT = 443;

    private final String credentialId;
    private final String organization;
    private final Owner owner;
    private final String password;

    /**
     * Of one app password.
     *
     * @param credentialId of the app password
     * @param organization for people
     * @param password as a device sends it
     */
    public AppleProfile(String credentialId, String organization, Owner owner, String password) {
        this.credentialId = credentialId;
        this.organization = Label.harmless(organization);
        this.owner = owner.harmless();
        this.password = password;
    }

    /**
     * The owner of the accounts.
     *
     * @param userNames what the gateways of each protocol take; one for each protocol of the servers
     * @param fullName for the mails that they send; empty if it is not known
     * @param address the verified e-mail address; {@code null} if there is none, and the device asks for it
     */
    public record Owner(Map<Protocol, String> userNames, String fullName, @Nullable String address) {

        /** What the gateways of this protocol take. */
        public String userName(Protocol protocol) {
            return Objects.requireNonNull(userNames.get(protocol));
        }

        private Owner harmless() {
            Map<Protocol, String> names = new TreeMap<>();
            userNames.forEach((protocol, name) -> names.put(protocol, Label.harmlessWhole(name)));
            return new Owner(names, Label.harmless(fullName), address == null ? null : Label.harmlessWhole(address));
        }

        /** The user names and the address, each text once. */
        private String account() {
            return Stream.concat(userNames.values().stream(), Stream.ofNullable(address))
                    .distinct()
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Writes the profile, not signed.
     *
     * @param label of the app password
     * @param description what the profile does, in the owner's language
     */
    public byte[] write(String label, String description, AccountServers servers) {
        List<Map<String, Object>> accounts = new ArrayList<>();
        if (servers.incoming() != null && servers.outgoing() != null) {
            accounts.add(mail(servers.incoming(), servers.outgoing()));
        }
        for (int i = 0; i < servers.calendars().size(); i++) {
            accounts.add(web("CalDAV", i, servers.calendars().get(i)));
        }
        for (int i = 0; i < servers.contacts().size(); i++) {
            accounts.add(web("CardDAV", i, servers.contacts().get(i)));
        }
        // before the label, which cannot push the account out of what a device shows
        String displayName = organization + ": " + owner.account() + " (" + Label.harmless(label) + ")";
        Map<String, Object> profile = payload("Configuration", "", displayName);
        profile.put("PayloadDescription", description + "\n" + owner.account());
        profile.put("PayloadOrganization", organization);
        profile.put("PayloadRemovalDisallowed", false);
        profile.put("PayloadContent", accounts);
        return PropertyList.of(profile);
    }

    private Map<String, Object> mail(Server incoming, Server outgoing) {
        Map<String, Object> mail = payload("com.apple.mail.managed", ".mail", organization);
        mail.put("EmailAccountDescription", organization);
        if (!owner.fullName().isEmpty()) {
            mail.put("EmailAccountName", owner.fullName());
        }
        mail.put("EmailAccountType", "EmailTypeIMAP");
        if (owner.address() != null) {
            mail.put("EmailAddress", owner.address());
        }
        server(mail, "Incoming", incoming);
        server(mail, "Outgoing", outgoing);
        mail.put("OutgoingPasswordSameAsIncomingPassword", true);
        return mail;
    }

    private void server(Map<String, Object> mail, String direction, Server server) {
        String prefix = direction + "MailServer";
        mail.put(prefix + "Authentication", "EmailAuthPassword");
        mail.put(prefix + "HostName", server.host());
        mail.put(prefix + "PortNumber", server.port());
        // also for STARTTLS: the device finds out which of the two the port takes
        mail.put(prefix + "UseSSL", true);
        mail.put(prefix + "Username", owner.userName(server.protocol()));
        mail.put(direction + "Password", password);
    }

    private Map<String, Object> web(String prefix, int index, Server server) {
        String kind = prefix.toLowerCase(Locale.ROOT);
        Map<String, Object> account =
                payload("com.apple." + kind + ".account", "." + kind + (index == 0 ? "" : index), organization);
        account.put(prefix + "AccountDescription", organization);
        account.put(prefix + "HostName", server.host());
        account.put(prefix + "Port", server.port() < 0 ? HTTPS_PORT : server.port());
        account.put(prefix + "UseSSL", true);
        account.put(prefix + "Username", owner.userName(server.protocol()));
        account.put(prefix + "Password", password);
        String path = URI.create(server.address()).getRawPath();
        if (path.length() > 1) {
            account.put(prefix + "PrincipalURL", path);
        }
        return account;
    }

    private Map<String, Object> payload(String type, String suffix, String displayName) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("PayloadType", type);
        payload.put("PayloadVersion", 1);
        payload.put("PayloadIdentifier", IDENTIFIER + credentialId + suffix);
        payload.put("PayloadUUID", uuid(credentialId + suffix));
        payload.put("PayloadDisplayName", displayName);
        return payload;
    }

    /** By SHA-256: {@link UUID#nameUUIDFromBytes} takes MD5, which a server in FIPS mode does not have. */
    private static String uuid(String name) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
            // version 8, of one's own making, and the variant of RFC 9562
            long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
            long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low).toString().toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}

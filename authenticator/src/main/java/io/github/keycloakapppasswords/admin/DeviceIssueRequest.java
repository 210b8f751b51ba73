package io.github.keycloakapppasswords.admin;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.RequestJson;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An admin's request for an app password for a device or a service.
 *
 * @param label names the device, and its place
 * @param protocols at least one, all on offer
 * @param networks the permitted networks; empty: all
 * @param expiresAt {@code null}: never
 */
record DeviceIssueRequest(Label label, Set<Protocol> protocols, List<Network> networks, @Nullable Instant expiresAt) {

    static final String LABEL = "label";
    static final String PROTOCOLS = "protocols";
    static final String NETWORKS = "networks";
    static final String EXPIRES_AT = "expiresAt";

    private static final int LAST_YEAR = 9999;

    /**
     * Reads the body of a request.
     *
     * <p>{@code label} and {@code protocols} must be there. Without {@code expiresAt} it is the policy's default lifetime,
     * else its longest, else never; {@code null} is never, where the policy sets no longest lifetime.
     *
     * @param body may be {@code null} or anything
     */
    static DeviceIssueRequest read(@Nullable String body, Policy policy, Instant now) throws InvalidRequestException {
        RequestJson json = RequestJson.read(body, List.of(LABEL, PROTOCOLS, NETWORKS, EXPIRES_AT));
        return new DeviceIssueRequest(
                parse(LABEL, json.text(LABEL), Label::of),
                protocols(json.texts(PROTOCOLS), policy),
                networks(json.texts(NETWORKS)),
                expiry(json, policy, now));
    }

    private static Set<Protocol> protocols(List<String> ids, Policy policy) throws InvalidRequestException {
        Set<Protocol> chosen = new TreeSet<>();
        for (String id : ids) {
            Protocol protocol = parse(PROTOCOLS, id, Protocol::of);
            if (!policy.protocols().contains(protocol)) {
                throw new InvalidRequestException(
                        PROTOCOLS,
                        "protocols has \"" + protocol + "\", which is not on offer: the policy does not offer it, or no"
                                + " gateway serves it. On offer: " + offered(policy) + ".");
            }
            chosen.add(protocol);
        }
        if (chosen.isEmpty()) {
            throw new InvalidRequestException(
                    PROTOCOLS, "protocols is missing or empty: it must have at least one of " + offered(policy) + ".");
        }
        return chosen;
    }

    private static String offered(Policy policy) {
        return policy.protocols().stream().map(Protocol::id).collect(Collectors.joining(", "));
    }

    private static List<Network> networks(List<String> texts) throws InvalidRequestException {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            networks.add(parse(NETWORKS, text, Network::parse));
        }
        return networks.stream().distinct().toList();
    }

    private static @Nullable Instant expiry(RequestJson json, Policy policy, Instant now)
            throws InvalidRequestException {
        Duration longest = policy.longestLifetime();
        String text = json.optionalText(EXPIRES_AT).orElse(null);
        if (text != null) {
            return within(parse(EXPIRES_AT, text, DeviceIssueRequest::instant), longest, now);
        }
        if (!json.has(EXPIRES_AT)) {
            Duration lifetime = policy.defaultLifetime() == null ? longest : policy.defaultLifetime();
            return lifetime == null ? null : now.plus(lifetime);
        }
        if (longest != null) {
            throw new InvalidRequestException(
                    EXPIRES_AT, "expiresAt cannot be null, for never: " + latest(now, longest));
        }
        return null;
    }

    private static Instant within(Instant expiry, @Nullable Duration longest, Instant now)
            throws InvalidRequestException {
        if (!expiry.isAfter(now)) {
            throw new InvalidRequestException(EXPIRES_AT, "expiresAt is past: it must be after " + now + ".");
        }
        if (longest != null && expiry.isAfter(now.plus(longest))) {
            throw new InvalidRequestException(EXPIRES_AT, "expiresAt is too late: " + latest(now, longest));
        }
        return expiry;
    }

    private static String latest(Instant now, Duration longest) {
        return "the policy's longest lifetime is " + longest.toDays() + " days, to " + now.plus(longest)
                + " at the latest.";
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.atOffset(ZoneOffset.UTC).getYear() <= LAST_YEAR) {
                return instant;
            }
        } catch (DateTimeException e) {
            // as one that is too far away
        }
        throw new IllegalArgumentException("It must be a time in UTC to the year " + LAST_YEAR
                + ", like \"2027-12-31T23:59:59Z\"; it was " + Quoted.of(text) + ".");
    }

    private static <T> T parse(String field, String text, Function<String, T> parser) throws InvalidRequestException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(field, field + ": " + e.getMessage());
        }
    }
}

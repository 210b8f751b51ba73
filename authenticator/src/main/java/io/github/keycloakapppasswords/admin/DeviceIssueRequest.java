package io.github.keycloakapppasswords.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
    static DeviceIssueRequest read(byte @Nullable [] body, Policy policy, Instant now) {
        Body sent = StrictJson.read(body, Body.class);
        requireOnOffer(sent.protocols(), policy);
        return new DeviceIssueRequest(sent.label(), sent.protocols(), sent.networks(), expiry(sent, policy, now));
    }

    /** @param expiresAt JSON's null, for never, is not the same as nothing */
    record Body(
            Label label,
            @JsonDeserialize(as = TreeSet.class) Set<Protocol> protocols,
            List<Network> networks,
            @Nullable JsonNode expiresAt) {

        Body {
            StrictJson.require(LABEL, label);
            protocols = Objects.requireNonNullElse(protocols, Set.of());
            networks = Objects.requireNonNullElse(networks, List.<Network>of()).stream()
                    .distinct()
                    .toList();
            if (expiresAt != null && !expiresAt.isNull() && !expiresAt.isTextual()) {
                throw new InvalidRequestException(EXPIRES_AT, "expiresAt must be text in quotation marks, or null.");
            }
        }
    }

    private static void requireOnOffer(Set<Protocol> protocols, Policy policy) {
        if (protocols.isEmpty()) {
            throw new InvalidRequestException(
                    PROTOCOLS, "protocols is missing or empty: it must have at least one of " + offered(policy) + ".");
        }
        for (Protocol protocol : protocols) {
            if (!policy.protocols().contains(protocol)) {
                throw new InvalidRequestException(
                        PROTOCOLS,
                        "protocols has \"" + protocol + "\", which is not on offer: the policy does not offer it, or no"
                                + " gateway serves it. On offer: " + offered(policy) + ".");
            }
        }
    }

    private static String offered(Policy policy) {
        return policy.protocols().stream().map(Protocol::id).collect(Collectors.joining(", "));
    }

    private static @Nullable Instant expiry(Body sent, Policy policy, Instant now) {
        Duration longest = policy.longestLifetime();
        if (sent.expiresAt() == null) {
            Duration lifetime = policy.defaultLifetime() == null ? longest : policy.defaultLifetime();
            return lifetime == null ? null : now.plus(lifetime);
        }
        if (sent.expiresAt().isTextual()) {
            return within(instant(sent.expiresAt().textValue()), longest, now);
        }
        if (longest != null) {
            throw new InvalidRequestException(
                    EXPIRES_AT, "expiresAt cannot be null, for never: " + latest(now, longest));
        }
        return null;
    }

    private static Instant within(Instant expiry, @Nullable Duration longest, Instant now) {
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
        throw new InvalidRequestException(
                EXPIRES_AT,
                "expiresAt: It must be a time in UTC to the year " + LAST_YEAR
                        + ", like \"2027-12-31T23:59:59Z\"; it was " + Quoted.of(text) + ".");
    }
}

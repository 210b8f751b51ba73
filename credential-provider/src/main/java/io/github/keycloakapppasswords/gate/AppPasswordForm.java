package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.term.InvalidLabelException;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an account owner typed into the form, within what the policy allows.
 *
 * <p><b>Security.</b> Everything here came from a browser: what the form did not offer is refused, never widened and
 * never silently dropped.
 */
final class AppPasswordForm {

    static final String LABEL = "label";
    static final String PROTOCOLS = "protocols";
    static final String PRESETS = "presets";
    static final String EXPIRY = "expiry";
    static final String NETWORKS = "networks";

    /** More networks than a person types; keeps the record small. */
    static final int MOST_NETWORKS = 20;

    /** The last year that a browser's date field can send. */
    private static final int LAST_YEAR = 9999;

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");

    private final Policy policy;
    private final Instant now;
    private final List<FieldError> errors = new ArrayList<>();

    private AppPasswordForm(Policy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /** The result of reading the form. */
    sealed interface Reading {}

    /**
     * A request that the policy allows.
     *
     * @param expiresAt null: it does not expire
     */
    record Valid(Label label, Set<Protocol> protocols, List<Network> networks, @Nullable Instant expiresAt)
            implements Reading {}

    /** The errors to correct, at least one, in the order of the fields. */
    record Invalid(List<FieldError> errors) implements Reading {}

    /**
     * One thing to mend.
     *
     * @param field name of the field
     * @param messageKey key of the message
     * @param parameter for the message; null if it has none
     */
    record FieldError(String field, String messageKey, @Nullable String parameter) {}

    /** Reads the form's fields. */
    static Reading read(MultivaluedMap<String, String> fields, Policy policy, Instant now) {
        return new AppPasswordForm(policy, now).read(fields);
    }

    /** The first day on which an app password may end: today. Days are counted in UTC. */
    static LocalDate earliestExpiry(Instant now) {
        return today(now);
    }

    /** The last day on which an app password may end; empty if the policy sets no longest lifetime. */
    static Optional<LocalDate> latestExpiry(Policy policy, Instant now) {
        return Optional.ofNullable(policy.longestLifetime()).map(longest -> today(now.plus(longest)));
    }

    /** The day that the form proposes; empty for none. */
    static Optional<LocalDate> proposedExpiry(Policy policy, Instant now) {
        return Optional.ofNullable(policy.defaultLifetime())
                .or(() -> Optional.ofNullable(policy.longestLifetime()))
                .map(lifetime -> today(now.plus(lifetime)));
    }

    private Reading read(MultivaluedMap<String, String> fields) {
        Label label = label(first(fields, LABEL));
        Set<Protocol> protocols = protocols(all(fields, PRESETS), all(fields, PROTOCOLS));
        Instant expiresAt = expiry(first(fields, EXPIRY).strip());
        List<Network> networks = networks(String.join("\n", all(fields, NETWORKS)));
        if (label == null || !errors.isEmpty()) {
            return new Invalid(List.copyOf(errors));
        }
        return new Valid(label, protocols, networks, expiresAt);
    }

    private @Nullable Label label(String typed) {
        try {
            return Label.of(typed);
        } catch (InvalidLabelException e) {
            String key =
                    switch (e.problem()) {
                        case EMPTY -> "appPasswordLabelEmpty";
                        case TOO_LONG -> "appPasswordLabelTooLong";
                        case FORBIDDEN_CHARACTER -> "appPasswordLabelForbiddenCharacter";
                    };
            refuse(LABEL, key, e.problem() == Label.Problem.TOO_LONG ? String.valueOf(Label.LONGEST) : null);
            return null;
        }
    }

    private Set<Protocol> protocols(Collection<String> presets, Collection<String> single) {
        Set<Protocol> chosen = new TreeSet<>();
        for (String id : presets) {
            List<Protocol> offered = ProtocolPreset.of(id)
                    .map(preset -> preset.within(policy.protocols()))
                    .orElse(List.of());
            if (offered.isEmpty()) {
                refuse(PROTOCOLS, "appPasswordProtocolNotOffered", Quoted.of(id));
            }
            chosen.addAll(offered);
        }
        for (String id : single) {
            policy.protocols().stream()
                    .filter(protocol -> protocol.id().equals(id))
                    .findFirst()
                    .ifPresentOrElse(
                            chosen::add, () -> refuse(PROTOCOLS, "appPasswordProtocolNotOffered", Quoted.of(id)));
        }
        if (chosen.isEmpty() && errors.stream().noneMatch(error -> error.field().equals(PROTOCOLS))) {
            refuse(PROTOCOLS, "appPasswordProtocolNone", null);
        }
        return chosen;
    }

    private @Nullable Instant expiry(String typed) {
        Optional<LocalDate> latest = latestExpiry(policy, now);
        if (typed.isEmpty()) {
            latest.ifPresent(day -> refuse(EXPIRY, "appPasswordExpiryMissing", day.toString()));
            return null;
        }
        LocalDate day = date(typed);
        if (day == null) {
            refuse(EXPIRY, "appPasswordExpiryNoDate", null);
            return null;
        }
        if (day.isBefore(earliestExpiry(now))) {
            refuse(EXPIRY, "appPasswordExpiryPast", null);
        } else if (latest.isPresent() && day.isAfter(latest.get())) {
            refuse(EXPIRY, "appPasswordExpiryTooLate", latest.get().toString());
        }
        return endOf(day);
    }

    private static @Nullable LocalDate date(String typed) {
        try {
            LocalDate day = LocalDate.parse(typed);
            return day.getYear() <= LAST_YEAR ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The end of the day, but not after the longest lifetime. */
    private Instant endOf(LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (policy.longestLifetime() == null) {
            return end;
        }
        Instant last = now.plus(policy.longestLifetime());
        return end.isAfter(last) ? last : end;
    }

    private List<Network> networks(String typed) {
        Set<Network> networks = new LinkedHashSet<>();
        List<String> texts =
                SEPARATORS.splitAsStream(typed).filter(text -> !text.isEmpty()).toList();
        for (String cidr : texts) {
            if (!policy.ownersMayRestrictNetworks()) {
                refuse(NETWORKS, "appPasswordNetworksNotOffered", null);
                return List.of();
            }
            try {
                networks.add(Network.parse(cidr));
            } catch (IllegalArgumentException e) {
                refuse(NETWORKS, "appPasswordNetworkInvalid", Quoted.of(cidr));
            }
        }
        if (networks.size() > MOST_NETWORKS) {
            refuse(NETWORKS, "appPasswordNetworksTooMany", String.valueOf(MOST_NETWORKS));
        }
        return List.copyOf(networks);
    }

    private void refuse(String field, String messageKey, @Nullable String parameter) {
        errors.add(new FieldError(field, messageKey, parameter));
    }

    private static LocalDate today(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String first(MultivaluedMap<String, String> fields, String name) {
        return all(fields, name).stream().findFirst().orElse("");
    }

    private static List<String> all(MultivaluedMap<String, String> fields, String name) {
        List<String> values = fields.get(name);
        return values == null
                ? List.of()
                : values.stream().filter(value -> value != null).toList();
    }
}

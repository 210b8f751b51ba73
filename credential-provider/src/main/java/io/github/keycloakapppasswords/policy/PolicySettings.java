package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.credential.Protocol;
import io.github.keycloakapppasswords.credential.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationError;

/**
 * The policy as settings of the required action: how the admin console shows them and how their texts are read.
 *
 * <p>A setting that is absent or empty has its default. A list is separated by {@code ##}, as Keycloak's admin console
 * stores it, or by commas. A setting of an unknown name is refused, since it is most likely a known one misspelt.
 */
public final class PolicySettings {

    static final String SECOND_FACTORS = "second-factors";
    static final String FRESHNESS = "freshness-seconds";
    static final String MAXIMUM = "maximum-per-user";
    static final String PROTOCOLS = "protocols";
    static final String DEFAULT_LIFETIME = "default-lifetime-days";
    static final String LONGEST_LIFETIME = "longest-lifetime-days";
    static final String OWNER_NETWORKS = "owners-may-restrict-networks";
    static final String ENROLMENT = "enrolment-offered";
    static final String SERVERS = "servers";

    private static final int LONGEST_LIFETIME_DAYS = 3650;
    private static final List<String> CHALLENGEABLE = List.of(
            OTPCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private static final List<ProviderConfigProperty> PROPERTIES = properties();
    private static final Set<String> KNOWN = Stream.concat(
                    PROPERTIES.stream().map(ProviderConfigProperty::getName), Stream.of(Constants.MAX_AUTH_AGE_KEY))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, String> settings;

    private PolicySettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /** What the admin console shows, for {@code RequiredActionFactory.getConfigMetadata}. */
    public static List<ProviderConfigProperty> metadata() {
        return PROPERTIES;
    }

    /**
     * Refuses an invalid configuration, for {@code RequiredActionFactory.validateConfig}.
     *
     * @throws ValidationException with a finished sentence, since Keycloak's REST fills no placeholders
     */
    public static void validate(RequiredActionConfigModel model) {
        try {
            read(model.getConfig() == null ? Map.of() : model.getConfig());
        } catch (InvalidPolicyException e) {
            throw new ValidationException(new ValidationError(Policy.ACTION_ID, e.setting(), e.getMessage()));
        }
    }

    static Policy read(Map<String, String> settings) {
        for (String key : settings.keySet()) {
            if (!KNOWN.contains(key)) {
                throw new InvalidPolicyException(
                        key, "There is no setting " + Quoted.of(key) + " in the policy of app passwords.");
            }
        }
        return new PolicySettings(settings).read();
    }

    private Policy read() {
        return new Policy(
                new LinkedHashSet<>(list(SECOND_FACTORS, CHALLENGEABLE, PolicySettings::secondFactor)),
                Duration.ofSeconds(number(FRESHNESS, 300, 10, 86_400)),
                number(MAXIMUM, 25, 1, 1000),
                list(PROTOCOLS, Protocol.KNOWN, Protocol::of),
                days(DEFAULT_LIFETIME),
                days(LONGEST_LIFETIME),
                flag(OWNER_NETWORKS, false),
                flag(ENROLMENT, true),
                list(SERVERS, List.of(), Server::parse));
    }

    private @Nullable String text(String key) {
        String text = settings.get(key);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private int number(String key, int byDefault, int least, int most) {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        // nine digits at most, so that it fits
        if (text.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw invalid(key, text, "a whole number from " + least + " to " + most);
    }

    private @Nullable Duration days(String key) {
        return text(key) == null ? null : Duration.ofDays(number(key, 1, 1, LONGEST_LIFETIME_DAYS));
    }

    private boolean flag(String key, boolean byDefault) {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, text, "true or false");
        };
    }

    private <T> List<T> list(String key, List<T> byDefault, Function<String, T> reader) {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        List<T> values = new ArrayList<>();
        for (String element : text.split(Constants.CFG_DELIMITER + "|,", -1)) {
            try {
                values.add(reader.apply(element.strip()));
            } catch (IllegalArgumentException e) {
                throw new InvalidPolicyException(key, invalidStart(key, element) + " " + e.getMessage());
            }
        }
        return values.stream().distinct().toList();
    }

    private static String secondFactor(String type) {
        if (!CHALLENGEABLE.contains(type)) {
            throw new IllegalArgumentException(
                    "A second factor is one of these credential types: " + String.join(", ", CHALLENGEABLE) + ".");
        }
        return type;
    }

    private static InvalidPolicyException invalid(String key, String text, String allowed) {
        return new InvalidPolicyException(key, invalidStart(key, text) + " It must be " + allowed + ".");
    }

    private static String invalidStart(String key, String text) {
        String label = PROPERTIES.stream()
                .filter(property -> property.getName().equals(key))
                .map(ProviderConfigProperty::getLabel)
                .findFirst()
                .orElse(key);
        return "\"" + label + "\" (" + key + ") cannot be " + Quoted.of(text) + ".";
    }

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        add(
                properties,
                SECOND_FACTORS,
                "Accepted second factors",
                ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                "Credential types that prove a second factor before an app password is made.",
                String.join(Constants.CFG_DELIMITER, CHALLENGEABLE));
        properties.get(0).setOptions(CHALLENGEABLE);
        add(
                properties,
                FRESHNESS,
                "Freshness of the second factor",
                ProviderConfigProperty.STRING_TYPE,
                "Seconds for which a proof of the second factor counts, 10 to 86400. After that it is asked for again.",
                "300");
        add(
                properties,
                MAXIMUM,
                "Maximum per user",
                ProviderConfigProperty.STRING_TYPE,
                "App passwords that one user may have, 1 to 1000.",
                "25");
        add(
                properties,
                PROTOCOLS,
                "Protocols on offer",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "What app passwords can be made for. Ids of your own may be added: lower-case letters, digits and"
                        + " hyphens.",
                Protocol.KNOWN.stream().map(Protocol::id).collect(Collectors.joining(Constants.CFG_DELIMITER)));
        add(
                properties,
                DEFAULT_LIFETIME,
                "Default lifetime",
                ProviderConfigProperty.STRING_TYPE,
                "Days after which a new app password expires unless its owner chooses otherwise, 1 to 3650. Empty:"
                        + " it does not expire.",
                null);
        add(
                properties,
                LONGEST_LIFETIME,
                "Longest lifetime",
                ProviderConfigProperty.STRING_TYPE,
                "Days that an owner may choose at most, 1 to 3650. Empty: as long as they like.",
                null);
        add(
                properties,
                OWNER_NETWORKS,
                "Owners may restrict networks",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether the form asks from which networks an app password may be used. Some gateways cannot tell the"
                        + " client's address; they refuse app passwords that are restricted.",
                "false");
        add(
                properties,
                ENROLMENT,
                "Offer to set up a second factor",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether a user without any second factor is helped to set one up on the way.",
                "true");
        add(
                properties,
                SERVERS,
                "Servers to show",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "What a user types into a device, shown beside a new app password: protocol, host with port, and tls or"
                        + " starttls, like \"imap imap.example.org:993 tls\"; or protocol and HTTPS address, like"
                        + " \"caldav https://dav.example.org/\".",
                null);
        return List.copyOf(properties);
    }

    private static void add(
            List<ProviderConfigProperty> properties,
            String name,
            String label,
            String type,
            String helpText,
            @Nullable String byDefault) {
        properties.addAll(ProviderConfigurationBuilder.create()
                .property()
                .name(name)
                .label(label)
                .helpText(helpText)
                .type(type)
                .defaultValue(byDefault)
                .add()
                .build());
    }
}

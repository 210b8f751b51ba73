package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.term.WholeNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationError;

/**
 * The policy as settings of the required action: how the admin console shows them and how their texts are read.
 *
 * <p>A setting that is absent or empty, or a choice that is {@value #DEFAULT}, has its default. A list is separated by {@code ##}, as Keycloak's admin console
 * stores it, or by commas. A setting of an unknown name is refused, since it is most likely a known one misspelt.
 */
public final class PolicySettings {

    static final String SECOND_FACTORS = "second-factors";
    static final String PROVIDER_FACTORS = "identity-provider-factors";
    static final String FRESHNESS = "freshness-seconds";
    static final String MAXIMUM = "maximum-per-user";
    static final String PROTOCOLS = "protocols";
    static final String DEFAULT_LIFETIME = "default-lifetime-days";
    static final String LONGEST_LIFETIME = "longest-lifetime-days";
    static final String OWNER_NETWORKS = "owners-may-restrict-networks";
    static final String ENROLMENT = "enrolment-offered";
    static final String SERVERS = "servers";
    static final String MAIL_DOMAINS = "mail-domains";
    static final String MAIL_USER_NAME = "mail-user-name";
    static final String UNSIGNED_PROFILES = "unsigned-profiles";
    static final String SUSPENSION_GRACE = "suspension-grace-hours";
    static final String ENROLMENT_WAIT = "enrolment-wait-hours";
    static final String IDLE_EXPIRY = "idle-expiry-days";
    static final String NEVER_USED_EXPIRY = "never-used-expiry-days";
    static final String ON_PASSWORD_CHANGE = "on-password-change";
    static final String ON_RESET_BY_EMAIL = "on-password-reset-by-email";
    static final String ON_SET_BY_ADMIN = "on-password-set-by-admin";
    static final String TOMBSTONE_RETENTION = "tombstone-retention-days";
    static final String ADDRESS_RETENTION = "address-retention-days";

    /** The choice of a list that means the default, as if the setting were empty. */
    static final String DEFAULT = "default";

    static final List<String> TRUE_OR_FALSE = List.of("true", "false");

    /** The choices for what a new main password does. */
    static final List<String> KEEP_OR_REVOKE = List.of("keep", "revoke");

    /** As many as always fit into the column of an app password's row. */
    static final int MOST_PROTOCOLS = 50;

    static final int MOST_DAYS = 3650;
    private static final int MOST_GRACE_HOURS = 8760;

    static final List<String> CHALLENGEABLE = List.of(
            OTPCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private static final List<ProviderConfigProperty> PROPERTIES = PolicyProperties.all();
    private static final Set<String> KNOWN = Stream.concat(
                    PROPERTIES.stream().map(ProviderConfigProperty::getName), Stream.of(Constants.MAX_AUTH_AGE_KEY))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, String> settings;

    private PolicySettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The choices of a list in the admin console, which selects the first of them if nothing is stored. */
    static List<String> orDefault(List<String> choices) {
        return Stream.concat(Stream.of(DEFAULT), choices.stream()).toList();
    }

    /** The settings as the admin console shows them, for {@code RequiredActionFactory.getConfigMetadata}. */
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
                        key, "Unknown setting " + Quoted.of(key) + " in the policy of app passwords.");
            }
        }
        retention(settings);
        return new PolicySettings(settings).read();
    }

    static Retention retention(Map<String, String> settings) {
        PolicySettings read = new PolicySettings(settings);
        return new Retention(
                Duration.ofDays(read.number(TOMBSTONE_RETENTION, 90, 1, MOST_DAYS)),
                Duration.ofDays(read.number(ADDRESS_RETENTION, 90, 0, MOST_DAYS)));
    }

    private Policy read() {
        return new Policy(
                new LinkedHashSet<>(list(SECOND_FACTORS, CHALLENGEABLE, PolicySettings::secondFactor)),
                list(PROVIDER_FACTORS, List.of(), IdentityProviderFactor::parse),
                Duration.ofSeconds(number(FRESHNESS, 300, 10, 86_400)),
                number(MAXIMUM, 25, 1, 1000),
                protocols(),
                days(DEFAULT_LIFETIME),
                days(LONGEST_LIFETIME),
                flag(OWNER_NETWORKS, false),
                flag(ENROLMENT, true),
                list(SERVERS, List.of(), Server::parse),
                mailPrograms(),
                flag(UNSIGNED_PROFILES, false),
                lifeCycle(),
                mailNotices());
    }

    private MailPrograms mailPrograms() {
        List<String> domains = list(MAIL_DOMAINS, List.of(), MailPrograms::domain);
        if (domains.size() > MailPrograms.MOST_DOMAINS) {
            throw invalid(MAIL_DOMAINS, domains.size() + " domains", "a list of at most " + MailPrograms.MOST_DOMAINS);
        }
        String userName = choice(MAIL_USER_NAME);
        return new MailPrograms(
                Set.copyOf(domains),
                userName == null
                        ? null
                        : MailPrograms.UserName.of(userName)
                                .orElseThrow(() -> invalid(MAIL_USER_NAME, userName, "address or local-part")));
    }

    private LifeCycle lifeCycle() {
        return new LifeCycle(
                Duration.ofHours(number(SUSPENSION_GRACE, 24, 0, MOST_GRACE_HOURS)),
                Duration.ofHours(number(ENROLMENT_WAIT, 24, 0, MOST_GRACE_HOURS)),
                daysOrNever(IDLE_EXPIRY, 365),
                daysOrNever(NEVER_USED_EXPIRY, 30),
                onPassword(ON_PASSWORD_CHANGE, OnPassword.KEEP),
                onPassword(ON_RESET_BY_EMAIL, OnPassword.REVOKE),
                onPassword(ON_SET_BY_ADMIN, OnPassword.KEEP));
    }

    private Set<MailNotice> mailNotices() {
        return Arrays.stream(MailNotice.values())
                .filter(notice -> flag(notice.setting(), notice.isOnByDefault()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Protocol> protocols() {
        List<Protocol> protocols = list(PROTOCOLS, Protocol.KNOWN, Protocol::of);
        if (protocols.size() > MOST_PROTOCOLS) {
            throw invalid(PROTOCOLS, protocols.size() + " protocols", "a list of 1 to " + MOST_PROTOCOLS);
        }
        return protocols;
    }

    private @Nullable Duration daysOrNever(String key, int byDefault) {
        int days = number(key, byDefault, 0, MOST_DAYS);
        return days == 0 ? null : Duration.ofDays(days);
    }

    private OnPassword onPassword(String key, OnPassword byDefault) {
        String text = choice(key);
        if (text == null) {
            return byDefault;
        }
        return switch (text) {
            case "keep" -> OnPassword.KEEP;
            case "revoke" -> OnPassword.REVOKE;
            default -> throw invalid(key, text, "keep or revoke");
        };
    }

    private @Nullable String text(String key) {
        String text = settings.get(key);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private @Nullable String choice(String key) {
        String text = text(key);
        return DEFAULT.equals(text) ? null : text;
    }

    private int number(String key, int byDefault, int least, int most) {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        return WholeNumber.parse(text, least, most)
                .orElseThrow(() -> invalid(key, text, "a whole number from " + least + " to " + most));
    }

    private @Nullable Duration days(String key) {
        return text(key) == null ? null : Duration.ofDays(number(key, 1, 1, MOST_DAYS));
    }

    private boolean flag(String key, boolean byDefault) {
        String text = choice(key);
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
}

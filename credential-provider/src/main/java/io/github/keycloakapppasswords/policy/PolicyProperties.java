package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The settings of the policy as the admin console shows them.
 *
 * <p>The console knows no groups, so that each label begins with the name of its group and ends with its unit, and each
 * help text ends with the range and the default. No setting has a default for the console: it would fill the field and save the
 * default with everything else, and a realm that was saved once would keep the defaults of that day. The console shows a
 * switch without a default as off, so that settings of yes or no are lists that begin with {@value PolicySettings#DEFAULT}.
 */
final class PolicyProperties {

    private PolicyProperties() {}

    /** In the order in which the admin console shows them. */
    static List<ProviderConfigProperty> all() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        addSecondFactor(properties);
        addOffer(properties);
        addMailPrograms(properties);
        addProfiles(properties);
        addEnds(properties);
        addMainPassword(properties);
        addRetention(properties);
        for (MailNotice notice : MailNotice.values()) {
            addNotice(properties, notice);
        }
        return List.copyOf(properties);
    }

    private static void addSecondFactor(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.SECOND_FACTORS,
                "Second factor: accepted types",
                ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                "Credential types that prove a second factor before an app password is made.",
                "all of them");
        properties.get(0).setOptions(PolicySettings.CHALLENGEABLE);
        add(
                properties,
                PolicySettings.PROVIDER_FACTORS,
                "Second factor: accepted words of identity providers",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "For users who sign in at another identity provider: what it must say in its ID token for a second factor"
                        + " there to count here. The provider's alias, amr or acr, and the value, like \"corp amr mfa\"."
                        + " Name only providers that users cannot run themselves.",
                "none");
        add(
                properties,
                PolicySettings.FRESHNESS,
                "Second factor: freshness (seconds)",
                ProviderConfigProperty.STRING_TYPE,
                "Seconds for which a proof of the second factor counts. After that it is asked for again. 10 to 86400.",
                "300 seconds");
        add(
                properties,
                PolicySettings.ENROLMENT,
                "Second factor: offer to set one up",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether a user without any second factor is helped to set one up on the way.",
                "true");
        add(
                properties,
                PolicySettings.SUSPENSION_GRACE,
                "Second factor: grace after the last is gone (hours)",
                ProviderConfigProperty.STRING_TYPE,
                "Hours for which app passwords work on after their owner's last accepted second factor is gone. Then they"
                        + " are suspended until there is one again. App passwords that an admin issued for a device are not"
                        + " suspended. 0 to 8760.",
                "24 hours");
        add(
                properties,
                PolicySettings.ENROLMENT_WAIT,
                "Second factor: wait for a new one (hours)",
                ProviderConfigProperty.STRING_TYPE,
                "Hours before a second factor counts that was set up after the last one was removed, or without using an"
                        + " older one. With 0 it counts at once, also for a thief of the main password. Users who never"
                        + " had one, or whose last one an admin removed, do not wait. 0 to 8760.",
                "24 hours");
    }

    private static void addOffer(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.PROTOCOLS,
                "New app passwords: protocols on offer",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "What app passwords can be made for. Owners see those that a gateway of the realm serves. Ids of your own"
                        + " may be added: lower-case letters, digits and hyphens. 1 to 50 ids.",
                Protocol.KNOWN.stream().map(Protocol::id).collect(Collectors.joining(", ")));
        add(
                properties,
                PolicySettings.MAXIMUM,
                "New app passwords: maximum per user",
                ProviderConfigProperty.STRING_TYPE,
                "App passwords that one user may have. 1 to 1000.",
                "25");
        add(
                properties,
                PolicySettings.DEFAULT_LIFETIME,
                "New app passwords: suggested lifetime (days)",
                ProviderConfigProperty.STRING_TYPE,
                "Days after which a new app password expires unless its owner chooses otherwise. 1 to 3650.",
                "none, no date is suggested");
        add(
                properties,
                PolicySettings.LONGEST_LIFETIME,
                "New app passwords: longest lifetime (days)",
                ProviderConfigProperty.STRING_TYPE,
                "Days that an owner may choose at most. 1 to 3650.",
                "none, an owner may choose any date");
        add(
                properties,
                PolicySettings.OWNER_NETWORKS,
                "New app passwords: owners may restrict networks",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether the form asks from which networks an app password may be used. Some gateways cannot tell the"
                        + " client's address; they refuse app passwords that are restricted.",
                "false");
        add(
                properties,
                PolicySettings.SERVERS,
                "New app passwords: servers to show",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "What a user types into a device, shown beside a new app password: protocol, host with port, and tls or"
                        + " starttls, like \"imap imap.example.org:993 tls\"; or protocol and HTTPS address, like"
                        + " \"caldav https://dav.example.org/\".",
                "none");
    }

    private static void addMailPrograms(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.MAIL_DOMAINS,
                "Mail programs: domains",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "The domains of e-mail addresses for which Thunderbird and Outlook get the servers above, like"
                        + " \"example.org\". Anybody may ask. At most 500.",
                "none");
        addChoice(
                properties,
                PolicySettings.MAIL_USER_NAME,
                "Mail programs: user name",
                "The user name that a mail program uses: the e-mail address, or its part before the @.",
                "the name by which the gateways know users",
                MailPrograms.UserName.CHOICES);
    }

    private static void addProfiles(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.UNSIGNED_PROFILES,
                "Apple profiles: without a signature",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether owners can have a profile for iPhone, iPad or Mac also while the server has no valid key to sign it."
                        + " The device shows such a profile as not signed.",
                "false");
    }

    private static void addEnds(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.IDLE_EXPIRY,
                "End: when not used for (days)",
                ProviderConfigProperty.STRING_TYPE,
                "Days without a use after which an app password ends. 1 to 3650, or 0 for never.",
                "365 days");
        add(
                properties,
                PolicySettings.NEVER_USED_EXPIRY,
                "End: when never used within (days)",
                ProviderConfigProperty.STRING_TYPE,
                "Days after which an app password ends that was made and never used. 1 to 3650, or 0 for never.",
                "30 days");
    }

    private static void addMainPassword(List<ProviderConfigProperty> properties) {
        addChoice(
                properties,
                PolicySettings.ON_PASSWORD_CHANGE,
                "Main password: changed by its owner",
                "Whether the owner's app passwords are kept or revoked then.",
                "keep",
                PolicySettings.KEEP_OR_REVOKE);
        addChoice(
                properties,
                PolicySettings.ON_RESET_BY_EMAIL,
                "Main password: reset by e-mail",
                "Whether the owner's app passwords are kept or revoked when the main password is set after following a"
                        + " link that Keycloak mailed.",
                "revoke",
                PolicySettings.KEEP_OR_REVOKE);
        addChoice(
                properties,
                PolicySettings.ON_SET_BY_ADMIN,
                "Main password: set by an admin",
                "Whether the owner's app passwords are kept or revoked then.",
                "keep",
                PolicySettings.KEEP_OR_REVOKE);
    }

    private static void addRetention(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.TOMBSTONE_RETENTION,
                "Records: ended app passwords (days)",
                ProviderConfigProperty.STRING_TYPE,
                "Days for which an app password that has ended is recognised when a device still sends it. 1 to 3650.",
                "90 days");
        add(
                properties,
                PolicySettings.ADDRESS_RETENTION,
                "Records: addresses (days)",
                ProviderConfigProperty.STRING_TYPE,
                "Days for which the address of an app password's last use is kept. 1 to 3650, or 0: addresses are never"
                        + " kept.",
                "90 days");
    }

    private static void addNotice(List<ProviderConfigProperty> properties, MailNotice notice) {
        String when =
                switch (notice) {
                    case MADE -> "an app password was made";
                    case EXPIRES_SOON -> "an app password expires in 7 days";
                    case DISUSED -> "an app password ended for not being used";
                    case PASSWORD_SET -> "the main password was set";
                    case FACTOR_REMOVED -> "the last second factor was removed";
                    case FACTOR_ADDED -> "a second factor was set up";
                    case NEW_NETWORK -> "an app password is used from a new network";
                };
        String help = "Whether the owner gets a mail when " + when + ".";
        add(
                properties,
                notice.setting(),
                "Mail: " + when,
                ProviderConfigProperty.BOOLEAN_TYPE,
                notice == MailNotice.NEW_NETWORK ? help + " Needs addresses to be kept." : help,
                String.valueOf(notice.isOnByDefault()));
    }

    private static void addChoice(
            List<ProviderConfigProperty> properties,
            String name,
            String label,
            String helpText,
            String byDefault,
            List<String> choices) {
        add(properties, name, label, ProviderConfigProperty.LIST_TYPE, helpText, byDefault);
        properties.get(properties.size() - 1).setOptions(PolicySettings.orDefault(choices));
    }

    private static void add(
            List<ProviderConfigProperty> properties,
            String name,
            String label,
            String type,
            String helpText,
            String byDefault) {
        boolean yesOrNo = ProviderConfigProperty.BOOLEAN_TYPE.equals(type);
        properties.addAll(ProviderConfigurationBuilder.create()
                .property()
                .name(name)
                .label(label)
                .helpText(helpText + " Default: " + byDefault + ".")
                .type(yesOrNo ? ProviderConfigProperty.LIST_TYPE : type)
                .add()
                .build());
        if (yesOrNo) {
            properties.get(properties.size() - 1).setOptions(PolicySettings.orDefault(PolicySettings.TRUE_OR_FALSE));
        }
    }
}

package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.credential.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The settings of the policy as the admin console shows them. */
final class PolicyProperties {

    private PolicyProperties() {}

    /** In the order in which the admin console shows them. */
    static List<ProviderConfigProperty> all() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        add(
                properties,
                PolicySettings.SECOND_FACTORS,
                "Accepted second factors",
                ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                "Credential types that prove a second factor before an app password is made.",
                String.join(Constants.CFG_DELIMITER, PolicySettings.CHALLENGEABLE));
        properties.get(0).setOptions(PolicySettings.CHALLENGEABLE);
        add(
                properties,
                PolicySettings.PROVIDER_FACTORS,
                "Second factors of identity providers",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "For users who sign in at another identity provider: what it must say in its ID token for a second factor"
                        + " there to count here. The provider's alias, amr or acr, and the value, like \"corp amr mfa\"."
                        + " Name only providers that users cannot run themselves.",
                null);
        add(
                properties,
                PolicySettings.FRESHNESS,
                "Freshness of the second factor",
                ProviderConfigProperty.STRING_TYPE,
                "Seconds for which a proof of the second factor counts, 10 to 86400. After that it is asked for again.",
                "300");
        add(
                properties,
                PolicySettings.MAXIMUM,
                "Maximum per user",
                ProviderConfigProperty.STRING_TYPE,
                "App passwords that one user may have, 1 to 1000.",
                "25");
        add(
                properties,
                PolicySettings.PROTOCOLS,
                "Protocols on offer",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "What app passwords can be made for. Ids of your own may be added: lower-case letters, digits and"
                        + " hyphens. At most 50.",
                Protocol.KNOWN.stream().map(Protocol::id).collect(Collectors.joining(Constants.CFG_DELIMITER)));
        add(
                properties,
                PolicySettings.DEFAULT_LIFETIME,
                "Default lifetime",
                ProviderConfigProperty.STRING_TYPE,
                "Days after which a new app password expires unless its owner chooses otherwise, 1 to 3650. Empty:"
                        + " it does not expire.",
                null);
        add(
                properties,
                PolicySettings.LONGEST_LIFETIME,
                "Longest lifetime",
                ProviderConfigProperty.STRING_TYPE,
                "Days that an owner may choose at most, 1 to 3650. Empty: as long as they like.",
                null);
        add(
                properties,
                PolicySettings.OWNER_NETWORKS,
                "Owners may restrict networks",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether the form asks from which networks an app password may be used. Some gateways cannot tell the"
                        + " client's address; they refuse app passwords that are restricted.",
                "false");
        add(
                properties,
                PolicySettings.ENROLMENT,
                "Offer to set up a second factor",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "Whether a user without any second factor is helped to set one up on the way.",
                "true");
        add(
                properties,
                PolicySettings.SERVERS,
                "Servers to show",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                "What a user types into a device, shown beside a new app password: protocol, host with port, and tls or"
                        + " starttls, like \"imap imap.example.org:993 tls\"; or protocol and HTTPS address, like"
                        + " \"caldav https://dav.example.org/\".",
                null);
        addLifeCycle(properties);
        addRetention(properties);
        for (MailNotice notice : MailNotice.values()) {
            addNotice(properties, notice);
        }
        return List.copyOf(properties);
    }

    private static void addLifeCycle(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.SUSPENSION_GRACE,
                "Grace without a second factor",
                ProviderConfigProperty.STRING_TYPE,
                "Hours for which app passwords work on after their owner's last accepted second factor is gone, 0 to"
                        + " 8760. Then they are suspended until there is one again. Those that an admin issued for a"
                        + " device are not.",
                "24");
        add(
                properties,
                PolicySettings.ENROLMENT_WAIT,
                "Waiting time for a new second factor",
                ProviderConfigProperty.STRING_TYPE,
                "Hours to wait before a second factor counts that was set up after the last one was removed, or without"
                        + " using an older one, 0 to 8760. 0: it counts at once, also for a thief of the main"
                        + " password. Who never had one, or whose last one an admin removed, does not wait.",
                "24");
        add(
                properties,
                PolicySettings.IDLE_EXPIRY,
                "Expiry when idle",
                ProviderConfigProperty.STRING_TYPE,
                "Days without a use after which an app password ends, 1 to 3650. 0: never.",
                "365");
        add(
                properties,
                PolicySettings.NEVER_USED_EXPIRY,
                "Expiry when never used",
                ProviderConfigProperty.STRING_TYPE,
                "Days after which an app password ends that was made and never used, 1 to 3650. 0: never.",
                "30");
        addChoice(
                properties,
                PolicySettings.ON_PASSWORD_CHANGE,
                "When the owner changes the main password",
                "Whether the owner's app passwords are kept or revoked then.",
                "keep");
        addChoice(
                properties,
                PolicySettings.ON_RESET_BY_EMAIL,
                "When the main password is reset by e-mail",
                "Whether the owner's app passwords are kept or revoked when the main password is set after following a"
                        + " link that Keycloak mailed.",
                "revoke");
        addChoice(
                properties,
                PolicySettings.ON_SET_BY_ADMIN,
                "When an admin sets the main password",
                "Whether the owner's app passwords are kept or revoked then.",
                "keep");
    }

    private static void addRetention(List<ProviderConfigProperty> properties) {
        add(
                properties,
                PolicySettings.TOMBSTONE_RETENTION,
                "Keep ended app passwords",
                ProviderConfigProperty.STRING_TYPE,
                "Days for which an app password that has ended is recognised when a device still sends it, 1 to 3650.",
                "90");
        add(
                properties,
                PolicySettings.ADDRESS_RETENTION,
                "Keep addresses",
                ProviderConfigProperty.STRING_TYPE,
                "Days for which the address of an app password's last use is kept, 0 to 3650. 0: addresses are never"
                        + " kept.",
                "90");
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
                "Mail when " + when,
                ProviderConfigProperty.BOOLEAN_TYPE,
                notice == MailNotice.NEW_NETWORK ? help + " Needs addresses to be kept." : help,
                String.valueOf(notice.isOnByDefault()));
    }

    private static void addChoice(
            List<ProviderConfigProperty> properties, String name, String label, String helpText, String byDefault) {
        add(properties, name, label, ProviderConfigProperty.LIST_TYPE, helpText, byDefault);
        properties.get(properties.size() - 1).setOptions(PolicySettings.KEEP_OR_REVOKE);
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

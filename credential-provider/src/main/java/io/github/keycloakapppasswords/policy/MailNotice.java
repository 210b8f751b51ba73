package io.github.keycloakapppasswords.policy;

import java.util.Locale;

/** The mail notices to owners; each has a separate setting. */
public enum MailNotice {
    /** An app password was made. */
    MADE("mail-when-made", true),
    /** One will expire in seven days. */
    EXPIRES_SOON("mail-before-expiry", true),
    /** One ended since it was not used. */
    DISUSED("mail-when-disused", true),
    /** The main password was set: app passwords are to be reviewed. */
    PASSWORD_SET("mail-when-password-set", true),
    /** The last second factor was removed. */
    FACTOR_REMOVED("mail-when-factor-removed", true),
    /** A second factor was set up that the policy accepts. */
    FACTOR_ADDED("mail-when-factor-added", true),
    /** One was used from a network that it was not used from before. */
    NEW_NETWORK("mail-when-new-network", false);

    private final String setting;
    private final boolean onByDefault;

    MailNotice(String setting, boolean onByDefault) {
        this.setting = setting;
        this.onByDefault = onByDefault;
    }

    /** Lower case with hyphens: names the notice's texts. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The key of the setting that turns it on or off. */
    String setting() {
        return setting;
    }

    boolean isOnByDefault() {
        return onByDefault;
    }
}

package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.notice.WaitingNotices.Mail;
import io.github.keycloakapppasswords.page.StopTime;
import io.github.keycloakapppasswords.page.TextLanguage;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/**
 * Writes one mail from the templates {@code app-password-mail.ftl} of the realm's e-mail theme, and has Keycloak send it. The
 * templates find all that is ours in the attribute {@code mail}.
 */
final class NoticeMail {

    /** The mails with a link by which the owner answers "this was not me". */
    private static final Set<MailNotice> DENIABLE = EnumSet.of(MailNotice.MADE, MailNotice.NEW_NETWORK);

    /** The mails with a link that stops the making of app passwords. */
    private static final Set<MailNotice> OF_FACTORS = EnumSet.of(MailNotice.FACTOR_REMOVED, MailNotice.FACTOR_ADDED);

    private static final String TEMPLATE = "app-password-mail.ftl";

    private final KeycloakSession session;
    private final Clock clock;

    /** @param session without a request */
    NoticeMail(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Whether the realm sends this notice: it can send mails, and its policy wants the notice. Costs no SQL. */
    static boolean isWanted(RealmModel realm, MailNotice kind) {
        Map<String, String> smtp = realm.getSmtpConfig();
        return smtp != null
                && smtp.get("host") != null
                && Policy.inForce(realm).mailNotices().contains(kind);
    }

    /**
     * The address for notices to this user: the verified address of an enabled user.
     *
     * @param user {@code null} if the user was removed
     * @return empty without such an address
     */
    static Optional<String> address(@Nullable UserModel user) {
        return Optional.ofNullable(user)
                .filter(UserModel::isEnabled)
                .filter(UserModel::isEmailVerified)
                .map(UserModel::getEmail)
                .filter(address -> !address.isBlank());
    }

    /**
     * Sends the mail, if the realm still wants it and the owner still exists and is enabled.
     *
     * @return whether it was sent
     * @throws EmailException if the mail server refuses it, or a template fails
     */
    boolean send(Mail mail) throws EmailException {
        RealmModel realm = session.realms().getRealm(mail.key().realmId());
        if (realm == null || !realm.isEnabled()) {
            return false;
        }
        session.getContext().setRealm(realm);
        UserModel user = new ImportedUsers(session, realm).byId(mail.key().userId());
        if (!isWanted(realm, mail.key().kind()) || user == null || !user.isEnabled()) {
            return false;
        }
        TextLanguage language =
                TextLanguage.of(session, Theme.Type.EMAIL, session.getContext().resolveLocale(user, true));
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("mail", model(realm, mail, language));
        session.getProvider(EmailTemplateProvider.class)
                .setRealm(realm)
                .setUser(user)
                .send(
                        "appPasswordMail." + mail.key().kind().id() + ".subject",
                        List.of(realmName(realm)),
                        TEMPLATE,
                        attributes,
                        mail.key().address());
        return true;
    }

    private static String realmName(RealmModel realm) {
        String displayed = realm.getDisplayName();
        return displayed == null || displayed.isBlank() ? realm.getName() : displayed;
    }

    private Map<String, Object> model(RealmModel realm, Mail mail, TextLanguage language) {
        NoticeItems items = new NoticeItems(mail.key().kind(), Policy.lifeCycleInForce(realm), language);
        Optional<FrontEnd> frontEnd = FrontEnd.of(session, realm);
        Map<String, Object> model = new HashMap<>();
        model.put("kind", mail.key().kind().id());
        model.put(
                "items",
                mail.items().stream()
                        .map(item -> items.model(item, notMe(realm, mail.key(), item, frontEnd)))
                        .toList());
        model.put(
                "deniable",
                DENIABLE.contains(mail.key().kind())
                        || OF_FACTORS.contains(mail.key().kind()));
        model.put("language", language.tag());
        model.put("direction", language.direction());
        model.put("stops", StopTime.of(ConnectedGatewaysProvider.of(session).longestCache(realm)));
        model.put("more", mail.more());
        model.put(
                "notMe",
                frontEnd.filter(there -> OF_FACTORS.contains(mail.key().kind()))
                        .map(there -> there.notMe(new NotMeLinks(session, realm, clock)
                                .key(mail.key().userId(), NotMeLinks.SECOND_FACTOR, mail.since())))
                        .orElse(""));
        model.put("realm", realmName(realm));
        model.put("account", frontEnd.map(FrontEnd::accountConsole).orElse(""));
        return model;
    }

    /** Empty without an address for links, or without anything to deny. */
    private String notMe(RealmModel realm, Notice.Key key, Notice.Item item, Optional<FrontEnd> frontEnd) {
        return frontEnd.filter(there -> DENIABLE.contains(key.kind()))
                .map(there -> there.notMe(new NotMeLinks(session, realm, clock).key(key.userId(), item.credentialId())))
                .orElse("");
    }
}

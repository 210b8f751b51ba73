package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.policy.MailNotice;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A user's last second factor was removed, or a new one was set up; in the transaction that does it.
 *
 * @param notice {@link MailNotice#FACTOR_REMOVED} or {@link MailNotice#FACTOR_ADDED}
 */
public record SecondFactorChanged(KeycloakSession session, RealmModel realm, UserModel user, MailNotice notice)
        implements ProviderEvent {}

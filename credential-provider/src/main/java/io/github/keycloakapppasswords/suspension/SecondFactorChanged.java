package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.policy.MailNotice;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event for the removal of a user's last second factor, or a new one; published in the transaction of the change.
 *
 * @param notice {@link MailNotice#FACTOR_REMOVED} or {@link MailNotice#FACTOR_ADDED}
 */
public record SecondFactorChanged(KeycloakSession session, RealmModel realm, UserModel user, MailNotice notice)
        implements ProviderEvent {}

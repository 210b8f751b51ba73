package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.page.OneLanguage;
import io.github.keycloakapppasswords.page.StopTime;
import io.github.keycloakapppasswords.page.TextLanguage;
import io.github.keycloakapppasswords.term.Label;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/**
 * Renders the pages of a "not me" link in the realm's login theme: template {@code app-password-not-me.ftl}, which finds all
 * that is ours in the attribute {@code appPassword}. They need no script, and leave no trace of a login.
 */
final class NotMePages {

    private static final String ATTRIBUTE = "appPassword";
    private static final String TEMPLATE = "app-password-not-me.ftl";

    private final KeycloakSession session;

    NotMePages(KeycloakSession session) {
        this.session = session;
    }

    /** Asks whether to revoke it. */
    Response ask(UserModel user, @Nullable String label, String key) {
        return page(user, "ask", Map.of("label", Label.harmless(label), "key", key), Response.Status.OK);
    }

    /** Asks whether to stop the making of app passwords. */
    Response askToStop(UserModel user, String key) {
        return page(user, "ask-stop", Map.of("key", key), Response.Status.OK);
    }

    /** The making of app passwords was stopped. */
    Response stopped(UserModel user) {
        return page(user, "stopped", Map.of(), Response.Status.OK);
    }

    /** An admin has taken a factor away since the mail: the link does nothing any more. */
    Response stopIsOver(UserModel user) {
        return page(user, "stop-over", Map.of(), Response.Status.OK);
    }

    /** It was revoked just now. */
    Response revoked(UserModel user, String label) {
        return page(user, "revoked", Map.of("label", label), Response.Status.OK);
    }

    /**
     * The app password had ended before the link was opened.
     *
     * @param user {@code null}: gone too
     * @param label made harmless; empty: not known any more
     * @param end when it ended; {@code null}: not known any more
     */
    Response over(@Nullable UserModel user, String label, @Nullable Instant end) {
        String day = end == null ? "" : language(user).day(end);
        return page(user, "over", Map.of("label", label, "day", day), Response.Status.OK);
    }

    /** It is not known, or it could not be done: the link is as good as before. */
    Response unavailable() {
        return page(null, "unavailable", Map.of(), Response.Status.SERVICE_UNAVAILABLE);
    }

    Response expired() {
        return page(null, "expired", Map.of(), Response.Status.BAD_REQUEST);
    }

    Response invalid() {
        return page(null, "invalid", Map.of(), Response.Status.BAD_REQUEST);
    }

    private TextLanguage language(@Nullable UserModel user) {
        return TextLanguage.of(session, Theme.Type.LOGIN, session.getContext().resolveLocale(user));
    }

    private Response page(@Nullable UserModel user, String what, Map<String, Object> values, Response.Status status) {
        Map<String, Object> model = new HashMap<>(values);
        model.put("page", what);
        model.put("account", AccountConsolePath.of(session));
        TextLanguage language = language(user);
        model.put("language", language.tag());
        model.put("direction", language.direction());
        model.put(
                "stops",
                StopTime.of(ConnectedGatewaysProvider.of(session)
                        .longestCache(session.getContext().getRealm())));
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class);
        if (user != null) {
            // for the user's language
            form.setUser(user);
        }
        // another language would be another request, without the key
        Response page = form.setAttribute(ATTRIBUTE, model)
                .setAttributeMapper(OneLanguage::of)
                .createForm(TEMPLATE);
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.fromResponse(page).status(status).cacheControl(never).build();
    }
}

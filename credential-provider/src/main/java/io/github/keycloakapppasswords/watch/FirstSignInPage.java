package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.page.OneLanguage;
import io.github.keycloakapppasswords.page.TextLanguage;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/**
 * Says in a page of its own whether a new app password was used, for browsers without JavaScript: template {@code
 * app-password-first-sign-in.ftl}. The page has no secret.
 */
public final class FirstSignInPage {

    private static final String ATTRIBUTE = "appPassword";
    private static final String TEMPLATE = "app-password-first-sign-in.ftl";

    private final KeycloakSession session;
    private final TextLanguage language;

    /** For the realm of the session's context. */
    public FirstSignInPage(KeycloakSession session) {
        this.session = session;
        this.language =
                TextLanguage.of(session, Theme.Type.LOGIN, session.getContext().resolveLocale(null));
    }

    /**
     * The news, with a button that looks again unless there is nothing more to wait for.
     *
     * @param ticket counted
     * @param now the time that all nodes share
     */
    public Response of(Optional<SignInNews> news, String ticket, Instant now) {
        Map<String, Object> model = new HashMap<>(Map.of("state", "waiting", "ticket", ticket));
        news.ifPresent(seen -> {
            boolean accepted = seen.outcome() == SignInOutcome.ACCEPTED;
            boolean recent = Duration.between(seen.at(), now).compareTo(Duration.ofMinutes(1)) < 0;
            model.put("state", accepted ? "accepted" : "refused");
            model.put("outcome", seen.outcome().id());
            model.put(
                    "protocol", Map.of("id", seen.protocol().id(), "known", Protocol.KNOWN.contains(seen.protocol())));
            model.put("address", seen.address() == null ? "" : seen.address());
            model.put("when", recent ? "" : language.minute(seen.at()));
        });
        return page(model, Response.Status.OK);
    }

    /** The ticket does not count, or does not any more. */
    public Response over() {
        return page(new HashMap<>(Map.of("state", "over")), Response.Status.NOT_FOUND);
    }

    private Response page(Map<String, Object> model, Response.Status status) {
        model.put("language", language.tag());
        model.put("direction", language.direction());
        // another language would be another request, without the ticket
        Response page = session.getProvider(LoginFormsProvider.class)
                .setAttribute(ATTRIBUTE, model)
                .setAttributeMapper(OneLanguage::of)
                .createForm(TEMPLATE);
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.fromResponse(page).status(status).cacheControl(never).build();
    }
}

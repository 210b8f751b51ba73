package io.github.keycloakapppasswords.proof;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A browser with a user session and the authentications in it, reduced to the notes that the gate reads and writes. */
final class Browser {

    private static final SecretKey KEY = new SecretKeySpec(new byte[64], "HmacSHA512");
    private static final NoteSeal.Keys KEYS = new NoteSeal.Keys() {
        @Override
        public NoteSeal.Key active() {
            return new NoteSeal.Key("key", KEY);
        }

        @Override
        public Optional<SecretKey> find(String id) {
            return id.equals("key") ? Optional.of(KEY) : Optional.empty();
        }
    };

    private final Map<String, String> userSession = new HashMap<>();
    private Map<String, String> authNotes = new HashMap<>();
    private Map<String, String> userSessionNotes = new HashMap<>();
    private String tab = "tab";
    private @Nullable String action;
    private boolean signedIn;

    /** Begins an authentication in which these credentials were used. */
    Browser authenticates(String... credentials) {
        begin();
        authNotes.put(
                AuthenticationProcessor.AUTHN_CREDENTIALS,
                List.of(credentials).stream()
                        .map(type -> '"' + type + '"')
                        .toList()
                        .toString());
        return this;
    }

    /** Begins an authentication that rests on the session. */
    Browser singleSignOn() {
        begin();
        authNotes.put(AuthenticationManager.SSO_AUTH, "true");
        return this;
    }

    /** Begins an authentication that goes on from the session, in which these credentials were used. */
    Browser stepsUp(String... credentials) {
        authenticates(credentials);
        userSessionNotes.put(Constants.AUTHENTICATORS_COMPLETED, "{\"gone\":1,\"cookie\":2}");
        return this;
    }

    /** This authentication hides the session that it rests on, by the id of another. */
    Browser hidesItsSession() {
        signedIn = false;
        return this;
    }

    /** Goes on in another tab, with the notes of this one. */
    Browser inTab(String other) {
        tab = other;
        return this;
    }

    /** The user chose this application-initiated action. */
    Browser starts(String action) {
        this.action = action;
        return this;
    }

    /** This authentication came by an e-mailed link. */
    Browser byMailedLink() {
        authNotes.put(DefaultActionTokenKey.ACTION_TOKEN_USER_ID, "alice");
        return this;
    }

    /** An admin is signed in as the user. */
    Browser impersonated() {
        signedIn = true;
        userSession.put(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin");
        return this;
    }

    /** Ends the authentication as Keycloak does: its notes go into the user session. */
    Browser finishes() {
        userSession.putAll(userSessionNotes);
        signedIn = true;
        return this;
    }

    /** Ends the user session. */
    Browser signsOut() {
        userSession.clear();
        signedIn = false;
        return this;
    }

    /** The gate's view of the authentication that is under way. */
    GateSession gate() {
        return new GateSession(authSession(), user(), signedIn ? userSession() : null, seal("session"));
    }

    /** The seal of notes of this user in a session of this id. */
    static NoteSeal seal(String sessionId) {
        return new NoteSeal(KEYS, "realm", sessionId, "alice");
    }

    /** A note that somebody else writes, such as a mapper of an identity provider. */
    Browser withNoteOfAnother(String name, String text) {
        userSessionNotes.put(name, text);
        return this;
    }

    private void begin() {
        authNotes = new HashMap<>();
        userSessionNotes = new HashMap<>();
    }

    private AuthenticationSessionModel authSession() {
        return fake(AuthenticationSessionModel.class, (method, arguments) -> switch (method) {
            case "getAuthNote" -> authNotes.get(arguments[0]);
            case "setAuthNote" -> authNotes.put((String) arguments[0], (String) arguments[1]);
            case "removeAuthNote" -> authNotes.remove(arguments[0]);
            case "getTabId" -> tab;
            case "getClientNote" -> Constants.KC_ACTION.equals(arguments[0]) ? action : null;
            case "getUserSessionNotes" -> userSessionNotes;
            case "setUserSessionNote" -> userSessionNotes.put((String) arguments[0], (String) arguments[1]);
            default -> throw new AssertionError("Not expected: " + method);
        });
    }

    private UserSessionModel userSession() {
        return fake(UserSessionModel.class, (method, arguments) -> switch (method) {
            case "getNote" -> userSession.get(arguments[0]);
            case "getUser" -> user();
            default -> throw new AssertionError("Not expected: " + method);
        });
    }

    private static UserModel user() {
        return fake(UserModel.class, (method, arguments) -> switch (method) {
            case "getId" -> "alice";
            default -> throw new AssertionError("Not expected: " + method);
        });
    }

    /** A realm whose policy is the default. */
    static RealmModel realm() {
        return fake(RealmModel.class, (method, arguments) -> switch (method) {
            case "getRequiredActionConfigByAlias" -> null;
            case "getId", "getName" -> "realm";
            case "getAuthenticationExecutionById" ->
                "gone".equals(arguments[0]) ? null : execution((String) arguments[0]);
            default -> throw new AssertionError("Not expected: " + method);
        });
    }

    /** An execution of the authenticator of Keycloak that has this name after "auth-". */
    private static AuthenticationExecutionModel execution(String id) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setAuthenticator("auth-" + id);
        return execution;
    }

    interface Behaviour {
        @Nullable
        Object call(String method, Object[] arguments);
    }

    static <T> T fake(Class<T> type, Behaviour behaviour) {
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        answer(method.getReturnType(), behaviour.call(method.getName(), arguments)));
        return type.cast(proxy);
    }

    private static @Nullable Object answer(Class<?> returned, @Nullable Object value) {
        return returned == void.class ? null : value;
    }
}

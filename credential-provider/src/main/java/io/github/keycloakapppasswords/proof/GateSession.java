package io.github.keycloakapppasswords.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The gate's knowledge of one authentication and of its user session: Keycloak's own facts and our notes.
 *
 * <p>A note set here for the user session goes into the authentication session and is copied when Keycloak attaches it to the
 * user session; until then it is read from where it was set.
 *
 * <p><b>Security.</b> Notes that carry proof are sealed ({@link NoteSeal}): others can write them too, such as a mapper of an
 * identity provider. {@code docs/threat-model.md} lists every note that is trusted, with who can write it.
 */
public final class GateSession {

    /** User-session note: a {@link SecondFactorProof}. */
    private static final String PROOF = "app-passwords.second-factor";

    /** User-session note: a {@link FactorSnapshot} of the factors that count in this session. */
    private static final String TRUSTED = "app-passwords.factors";

    /** User-session note: a {@link LastRefusal}, or empty. Nothing is decided by it. */
    static final String REFUSAL = "app-passwords.refusal";

    private static final String COMPLETED_HERE = "app-passwords.completed-here";
    private static final String BASELINE = "app-passwords.baseline";
    private static final String RUN = "app-passwords.run";
    private static final String MADE = "app-passwords.made";
    private static final String DOWNLOADED = "app-passwords.downloaded";
    private static final String ENROLLING = "app-passwords.enrolling";
    private static final String PREFERRED = "app-passwords.preferred-factor";
    private static final String MESSAGE = "app-passwords.message";
    private static final String WATCH = "app-passwords.watch";

    private static final List<String> RUN_NOTES = List.of(RUN, MADE, DOWNLOADED, ENROLLING, PREFERRED, MESSAGE, WATCH);

    private final AuthenticationSessionModel authSession;
    private final UserModel user;
    private final @Nullable UserSessionModel userSession;
    private final NoteSeal seal;

    /** @param seal of this user and of the user session that this authentication makes or belongs to */
    GateSession(
            AuthenticationSessionModel authSession,
            UserModel user,
            @Nullable UserSessionModel userSession,
            NoteSeal seal) {
        this.authSession = authSession;
        this.user = user;
        this.userSession = userSession;
        this.seal = seal;
    }

    public static GateSession of(RequiredActionContext context) {
        return of(context.getSession(), context.getRealm(), context.getAuthenticationSession(), context.getUser());
    }

    static GateSession of(
            KeycloakSession session, RealmModel realm, AuthenticationSessionModel authSession, UserModel user) {
        String sessionId = authSession.getParentSession().getId();
        UserSessionModel userSession = session.sessions().getUserSession(realm, sessionId);
        boolean ofUser = userSession != null
                && userSession.getUser() != null
                && user.getId().equals(userSession.getUser().getId())
                && AuthenticationManager.isSessionValid(realm, userSession);
        return new GateSession(
                authSession, user, ofUser ? userSession : null, NoteSeal.of(session, realm, sessionId, user.getId()));
    }

    /** Whether the user started the action: Keycloak keeps {@code kc_action} until the action has ended. */
    public boolean startedByUser(String actionId) {
        return actionId.equals(authSession.getClientNote(Constants.KC_ACTION));
    }

    public boolean isImpersonated() {
        return userSession != null && isImpersonated(userSession);
    }

    static boolean isImpersonated(UserSessionModel userSession) {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /** Whether this authentication rests on a session that was there before. */
    public boolean isSingleSignOn() {
        return AuthenticatorUtil.isSSOAuthentication(authSession);
    }

    /**
     * Whether this authentication rests on a session that was there before, if only to step up from it. Keycloak's cookie
     * authenticator (26.7.4) notes itself with the authentication whenever it takes a session for good, and not when the
     * user has to sign in again. It does so also for a browser that hides the session by the address of another one.
     */
    boolean isFromSession(RealmModel realm) {
        String completed = authSession.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED);
        return isSingleSignOn()
                || AuthenticatorUtils.parseCompletedExecutions(completed).keySet().stream()
                        .map(realm::getAuthenticationExecutionById)
                        .anyMatch(execution -> execution != null
                                && CookieAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator()));
    }

    /** Whether an e-mailed link brought this authentication about. */
    public boolean isAfterActionToken() {
        return authSession.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null
                || authSession.getAuthNote(AuthenticationManager.INVALIDATE_ACTION_TOKEN) != null
                || authSession.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null;
    }

    /** Types of the credentials that were really used in this authentication; empty over single sign-on. */
    List<String> usedCredentials() {
        return AuthenticatorUtil.getAuthnCredentials(authSession);
    }

    /** What the user completed: in this authentication, or else before in the session. */
    public SecondFactorProof proof() {
        return proof(note(PROOF)).after(proof(sessionNote(PROOF)));
    }

    /** Remembers that a factor of this type was completed in this authentication. */
    public void completed(String type, Instant at) {
        authSession.setUserSessionNote(
                PROOF, seal.close(PROOF, proof().with(type, at).encode()));
        authSession.setAuthNote(COMPLETED_HERE, seal.close(ofTab(COMPLETED_HERE), String.valueOf(at.getEpochSecond())));
    }

    private SecondFactorProof proof(Optional<String> note) {
        return note.flatMap(text -> seal.open(PROOF, text))
                .flatMap(SecondFactorProof::decode)
                .orElse(SecondFactorProof.none(user.getId()));
    }

    /** A note of this authentication alone: another tab of the same session has its own. */
    private String ofTab(String name) {
        return name + "/" + authSession.getTabId();
    }

    /** When a second factor was last completed in this authentication, not merely in its session; empty if none was. */
    Optional<Instant> completedHere() {
        return seal.open(ofTab(COMPLETED_HERE), authSession.getAuthNote(COMPLETED_HERE))
                .map(second -> Instant.ofEpochSecond(Long.parseLong(second)));
    }

    /** The factors of these that count in this session. */
    public List<Factor> counting(List<Factor> factors) {
        return UserFactors.counting(factors, trusted());
    }

    /** The factors that count in this session; empty if the session is older than this extension. */
    Optional<FactorSnapshot> trusted() {
        return note(TRUSTED)
                .or(() -> sessionNote(TRUSTED))
                .flatMap(text -> seal.open(TRUSTED, text))
                .flatMap(text -> FactorSnapshot.decode(text, user.getId()));
    }

    static Optional<FactorSnapshot> trusted(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        String userId = userSession.getUser().getId();
        return NoteSeal.of(session, realm, userSession.getId(), userId)
                .open(TRUSTED, userSession.getNote(TRUSTED))
                .flatMap(text -> FactorSnapshot.decode(text, userId));
    }

    void trusted(FactorSnapshot snapshot) {
        authSession.setUserSessionNote(TRUSTED, seal.close(TRUSTED, snapshot.encode()));
    }

    /** The factors that the user had when this authentication was complete, before anything could be enrolled in it. */
    Optional<FactorSnapshot> baseline() {
        return seal.open(ofTab(BASELINE), authSession.getAuthNote(BASELINE))
                .flatMap(text -> FactorSnapshot.decode(text, user.getId()));
    }

    void baseline(FactorSnapshot snapshot) {
        authSession.setAuthNote(BASELINE, seal.close(ofTab(BASELINE), snapshot.encode()));
    }

    /**
     * Id of the credential that this run of the action makes. It is made up once and kept, so that a form sent twice
     * asks for the same credential twice.
     */
    public String runId() {
        String id = authSession.getAuthNote(RUN);
        if (id == null) {
            id = UUID.randomUUID().toString();
            authSession.setAuthNote(RUN, id);
        }
        return id;
    }

    /** Id of the app password that this run has made. */
    public Optional<String> made() {
        return Optional.ofNullable(authSession.getAuthNote(MADE));
    }

    public void made(String credentialId) {
        authSession.setAuthNote(MADE, credentialId);
    }

    /** Whether this run's app password was given in a file, and not on a page. */
    public boolean isDownloaded() {
        return authSession.getAuthNote(DOWNLOADED) != null;
    }

    public void downloaded() {
        authSession.setAuthNote(DOWNLOADED, "true");
    }

    /** Keeps what the page of the new app password may ask, until this run ends. Holds no secret. */
    public void watch(String note) {
        authSession.setAuthNote(WATCH, note);
    }

    /** What {@link #watch(String)} keeps in an authentication of the browser. */
    public static Optional<String> watch(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(WATCH));
    }

    /** Alias of Keycloak's enrolment that the gate has sent the user to. */
    Optional<String> enrolling() {
        return Optional.ofNullable(authSession.getAuthNote(ENROLLING));
    }

    void enrolling(String alias) {
        authSession.setAuthNote(ENROLLING, alias);
    }

    void enrolmentEnded() {
        authSession.removeAuthNote(ENROLLING);
    }

    /** The kind that the user chose to be asked for. */
    public Optional<FactorKind> preferred() {
        return Optional.ofNullable(authSession.getAuthNote(PREFERRED)).flatMap(FactorKind::ofType);
    }

    public void preferred(FactorKind kind) {
        authSession.setAuthNote(PREFERRED, kind.type());
    }

    /** Keeps for the owner's page why the action has refused. */
    public void refused(LastRefusal refusal) {
        authSession.setUserSessionNote(REFUSAL, refusal.note());
    }

    /** The action goes on, or was begun again. */
    public void notRefused() {
        authSession.setUserSessionNote(REFUSAL, "");
    }

    /** Keeps a message for the next page, whichever that is. */
    public void message(String key) {
        authSession.setAuthNote(MESSAGE, key);
    }

    /** The message kept for this page; it is there once. */
    public Optional<String> takeMessage() {
        Optional<String> key = Optional.ofNullable(authSession.getAuthNote(MESSAGE));
        authSession.removeAuthNote(MESSAGE);
        return key;
    }

    /** Forgets this run, so that the next run makes a new app password. */
    public void endRun() {
        endRun(authSession);
    }

    public static void endRun(AuthenticationSessionModel authSession) {
        RUN_NOTES.forEach(authSession::removeAuthNote);
    }

    private Optional<String> note(String name) {
        return Optional.ofNullable(authSession.getUserSessionNotes().get(name));
    }

    private Optional<String> sessionNote(String name) {
        return Optional.ofNullable(userSession).map(session -> session.getNote(name));
    }
}

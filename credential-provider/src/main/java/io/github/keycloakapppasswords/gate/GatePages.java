package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.page.EndTexts;
import io.github.keycloakapppasswords.page.OneLanguage;
import io.github.keycloakapppasswords.page.StopTime;
import io.github.keycloakapppasswords.page.TextLanguage;
import io.github.keycloakapppasswords.policy.Ends;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.Offer;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.FactorKind;
import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.proof.LastRefusal;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.theme.Theme;

/**
 * Renders the gate's pages: templates {@code app-password-*.ftl}, which find all that is ours in the attribute
 * {@code appPassword}.
 */
final class GatePages {

    private static final String ATTRIBUTE = "appPassword";

    private final RequiredActionContext context;
    private final GateSession gate;
    private final Profiles profiles;
    private final Instant now;
    private @Nullable TextLanguage language;

    GatePages(RequiredActionContext context, GateSession gate, Profiles profiles, Instant now) {
        this.context = context;
        this.gate = gate;
        this.profiles = profiles;
        this.now = now;
    }

    Response refusal(GateStep.Refusal reason) {
        gate.refused(new LastRefusal(reason.id(), now, null));
        return page(
                form(),
                "app-password-notice.ftl",
                Map.of("reason", reason.messageKey(), "signIn", reason.isEndedBySigningIn()));
    }

    /** The page that says why the user cannot make an app password yet, and from when the user can. */
    Response wait(GateStep.Wait step) {
        gate.refused(new LastRefusal(step.hasFactor() ? "wait_new" : "wait_removed", now, step.until()));
        Map<String, Object> model = new HashMap<>(time(step.until()));
        model.put("reason", step.hasFactor() ? "appPasswordWaitNew" : "appPasswordWaitRemoved");
        return page(form(), "app-password-wait.ftl", model);
    }

    Response alreadyMade() {
        Duration longestCache =
                ConnectedGatewaysProvider.of(context.getSession()).longestCache(context.getRealm());
        return page(
                form(),
                "app-password-lost.ftl",
                Map.of("stops", StopTime.of(longestCache), "downloaded", gate.isDownloaded()));
    }

    /** Why a second factor is needed, and which to set up. */
    Response offerSetUp(GateStep.OfferSetUp step, Instant otherwiseCountsFrom) {
        Map<String, Object> model = new HashMap<>(Map.of(
                "factors",
                types(step.kinds()),
                "having",
                step.situation().suffix(),
                "orAtProvider",
                step.situation() == GateStep.Having.PROVIDER));
        if (!step.countsAtOnce()) {
            model.putAll(time(otherwiseCountsFrom));
        }
        return page(form(), "app-password-setup.ftl", model);
    }

    private Map<String, String> time(Instant time) {
        return Map.of(
                "until",
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                "untilText",
                OwnerTime.of(context.getSession(), context.getUser()).text(time));
    }

    /** Which second factor to complete. */
    Response chooseFactor(GateStep.AskForFactor step) {
        return page(form(), "app-password-choose.ftl", Map.of("factors", types(step.kinds())));
    }

    Response askForCode(LoginFormsProvider form, GateStep.AskForFactor step, List<Map<String, Object>> devices) {
        return page(
                form, "app-password-otp.ftl", Map.of("why", why(step), "devices", devices, "otherWays", ways(step)));
    }

    Response askForKey(
            LoginFormsProvider form, GateStep.AskForFactor step, FactorKind kind, List<String> publicKeyIds) {
        return page(
                form,
                "app-password-webauthn.ftl",
                Map.of(
                        "why", why(step),
                        "factor", kind.type(),
                        "credentials", String.join(" ", publicKeyIds),
                        // this page shows no error of Keycloak's
                        "ownMessage", true,
                        "otherWays", ways(step)));
    }

    /** The form, empty. */
    Response form(Policy policy, Instant now) {
        String proposed = AppPasswordForm.proposedExpiry(policy, now)
                .map(LocalDate::toString)
                .orElse("");
        return form(policy, now, Map.of("expiry", proposed), List.of());
    }

    /** The form with the typed values and the errors to correct. */
    Response form(
            Policy policy, Instant now, MultivaluedMap<String, String> typed, List<AppPasswordForm.FieldError> errors) {
        Map<String, Object> values = new HashMap<>();
        typed.forEach((name, texts) -> values.put(name, String.join("\n", texts)));
        values.put("chosen", chosen(typed, AppPasswordForm.PROTOCOLS));
        values.put("chosenPresets", chosen(typed, AppPasswordForm.PRESETS));
        return form(policy, now, values, errors);
    }

    private Response form(
            Policy policy, Instant now, Map<String, Object> values, List<AppPasswordForm.FieldError> errors) {
        LoginFormsProvider form = form();
        List<FormMessage> messages = new ArrayList<>();
        for (AppPasswordForm.FieldError error : errors) {
            messages.add(
                    error.parameter() == null
                            ? new FormMessage(error.field(), error.messageKey())
                            : new FormMessage(error.field(), error.messageKey(), parameter(error)));
        }
        if (!messages.isEmpty()) {
            form.setErrors(messages);
        }
        TextLanguage language = language();
        Map<String, Object> model = new HashMap<>();
        model.put("values", values);
        model.put("presets", presets(policy));
        model.put(
                "protocols",
                policy.protocols().stream().map(GatePages::protocol).toList());
        Offer offer = Offer.of(context.getSession(), context.getRealm());
        model.put("connected", offer.state() != Offer.State.NOTHING_CONNECTED);
        model.put("earliest", AppPasswordForm.earliestExpiry(now).toString());
        model.put(
                "latest",
                AppPasswordForm.latestExpiry(policy, now)
                        .map(LocalDate::toString)
                        .orElse(""));
        model.put(
                "latestDay",
                AppPasswordForm.latestExpiry(policy, now).map(language::day).orElse(""));
        model.put("ends", ends(policy, now, language));
        model.put("networks", policy.ownersMayRestrictNetworks());
        model.put("profile", profiles.isOffered(policy));
        return page(form, "app-password-form.ftl", model);
    }

    /**
     * The one page that shows a secret.
     *
     * @param ticket to ask for the first sign-in; empty if the page cannot ask
     */
    Response reveal(AppPassword secret, AppPasswordCredential made, Policy policy, Optional<String> ticket) {
        // another language would be another request, and the secret is shown once
        LoginFormsProvider form = form().setAttributeMapper(OneLanguage::of);
        Map<String, Object> model =
                new RevealPage(context, lifeCycle(), language()).model(secret, made, policy, ticket);
        model.put("code", profiles.code(secret, made, policy));
        return page(form, "app-password-reveal.ftl", model);
    }

    /** The events that end an app password if the day in the form is empty, or in addition to a required day. */
    private List<Map<String, String>> ends(Policy policy, Instant now, TextLanguage language) {
        Ends ends = Ends.ofUnused(lifeCycle(), now, null);
        return policy.longestLifetime() == null ? EndTexts.of(ends, language) : EndTexts.rules(ends, language);
    }

    private LifeCycle lifeCycle() {
        return Policy.lifeCycleInForce(context.getRealm());
    }

    /** Reads what every page needs, of the owner too; fails now rather than later. */
    void prepare() {
        TextLanguage ignored = language();
    }

    /** Found once: all messages of the theme are compared for it. */
    private TextLanguage language() {
        if (language == null) {
            KeycloakContext keycloak = context.getSession().getContext();
            language =
                    TextLanguage.of(context.getSession(), Theme.Type.LOGIN, keycloak.resolveLocale(context.getUser()));
        }
        return language;
    }

    /** The parameters of this field are days. */
    private String parameter(AppPasswordForm.FieldError error) {
        String parameter = String.valueOf(error.parameter());
        return error.field().equals(AppPasswordForm.EXPIRY) ? language().day(LocalDate.parse(parameter)) : parameter;
    }

    LoginFormsProvider form() {
        return context.form();
    }

    Response page(LoginFormsProvider form, String template, Map<String, Object> model) {
        Optional<String> message = gate.takeMessage();
        message.ifPresent(form::setInfo);
        TextLanguage language = language();
        Map<String, Object> whole = new HashMap<>(model);
        whole.putIfAbsent("ownMessage", message.isPresent());
        whole.put("language", language.tag());
        whole.put("direction", language.direction());
        return form.setAttribute(ATTRIBUTE, whole).createForm(template);
    }

    private List<Map<String, Object>> presets(Policy policy) {
        return Arrays.stream(ProtocolPreset.values())
                .filter(preset -> !preset.within(policy.protocols()).isEmpty())
                .map(preset -> Map.<String, Object>of(
                        "id",
                        preset.id(),
                        "protocols",
                        preset.within(policy.protocols()).stream()
                                .map(GatePages::protocol)
                                .toList()))
                .toList();
    }

    static Map<String, Object> protocol(Protocol protocol) {
        return Map.of("id", protocol.id(), "known", Protocol.KNOWN.contains(protocol));
    }

    private static String why(GateStep.AskForFactor step) {
        return switch (step.purpose()) {
            case MAKE_APP_PASSWORD -> "appPasswordAskWhy";
            case VOUCH_FOR_SET_UP -> "appPasswordAskWhyVouch";
        };
    }

    private static boolean ways(GateStep.AskForFactor step) {
        return step.kinds().size() > 1;
    }

    private static List<String> types(List<FactorKind> kinds) {
        return kinds.stream().map(FactorKind::type).toList();
    }

    private static Set<String> chosen(MultivaluedMap<String, String> typed, String field) {
        Collection<String> values = typed.get(field);
        return values == null ? Set.of() : Set.copyOf(values);
    }
}

package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.appleprofile.AccountServers;
import io.github.keycloakapppasswords.appleprofile.AppleProfile;
import io.github.keycloakapppasswords.appleprofile.ProfileSigner;
import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.page.OneLanguage;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.qrcode.MailAccountCode;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Profiles for Apple devices.
 *
 * <p><b>Security.</b> The file is the answer to the request that makes the app password, as the page is that shows one. It is
 * neither stored nor made a second time, and its address shows nothing but the next step.
 */
final class Profiles {

    /** The error of a form whose protocols no account of a profile has. */
    static final List<AppPasswordForm.FieldError> NOTHING_TO_SET_UP =
            List.of(new AppPasswordForm.FieldError(AppPasswordForm.PROTOCOLS, "appPasswordProfileNothing", null));

    private static final Logger LOG = Logger.getLogger(Profiles.class);
    private static final String TYPE = "application/x-apple-aspen-config";
    private static final String ATTACHMENT = "attachment; filename=\"app-password.mobileconfig\"";

    /** The fields of the form, which the page before the download sends once more. */
    private static final List<String> FIELDS = List.of(
            AppPasswordForm.LABEL,
            AppPasswordForm.PRESETS,
            AppPasswordForm.PROTOCOLS,
            AppPasswordForm.EXPIRY,
            AppPasswordForm.NETWORKS);

    private final RequiredActionContext context;
    private final GateSession gate;
    private final ProfileSigner signer;
    private final Instant now;

    Profiles(RequiredActionContext context, GateSession gate, ProfileSigner signer, Instant now) {
        this.context = context;
        this.gate = gate;
        this.signer = signer;
        this.now = now;
    }

    /** Whether there is something to set up, and a key to sign it or leave to do without. */
    boolean isOffered(Policy policy) {
        return (policy.unsignedProfiles() || signer.name(now).isPresent())
                && !servers(policy, policy.protocols()).isEmpty();
    }

    AccountServers servers(Policy policy, Collection<Protocol> protocols) {
        return AccountServers.of(policy.servers(), protocols);
    }

    /** The page before the download; nothing was made yet. */
    Response page(GatePages pages, Policy policy, AppPasswordForm.Valid valid, MultivaluedMap<String, String> fields) {
        List<Protocol> protocols = servers(policy, valid.protocols()).protocols();
        Optional<String> name = signer.name(now);
        return pages.page(
                pages.form(),
                "app-password-profile.ftl",
                Map.of(
                        "label", valid.label().value(),
                        "protocols", protocols.stream().map(GatePages::protocol).toList(),
                        "fields", again(fields),
                        "signed", name.isPresent(),
                        "signer", name.orElse("")));
    }

    /** The fields that were sent, each value by itself. */
    private static List<Map<String, String>> again(MultivaluedMap<String, String> fields) {
        List<Map<String, String>> again = new ArrayList<>();
        for (String name : FIELDS) {
            for (String value : fields.getOrDefault(name, List.of())) {
                again.add(Map.of("name", name, "value", value));
            }
        }
        return again;
    }

    /** The file with the secret; empty if it could not be made: the app password is there, and its owner must get it. */
    Optional<Response> file(AppPassword secret, AppPasswordCredential made, Policy policy) {
        Optional<Response> file = extra("The Apple profile", () -> written(secret, made, policy));
        if (file.isPresent()) {
            gate.downloaded();
        }
        return file;
    }

    private Response written(AppPassword secret, AppPasswordCredential made, Policy policy) {
        AccountServers servers = servers(policy, made.data().protocols());
        byte[] profile = new AppleProfile(made.id(), organization(), owner(servers), secret.reveal())
                .write(made.label(), description(made.label()), servers);
        return Response.ok(signer.name(now).isPresent() ? signer.sign(profile) : profile)
                .type(TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, ATTACHMENT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The QR code beside the secret, for the page; empty if there is none. */
    Map<String, Object> code(AppPassword secret, AppPasswordCredential made, Policy policy) {
        return extra("The QR code", () -> drawn(secret, made, policy)).orElse(Map.of());
    }

    private Map<String, Object> drawn(AppPassword secret, AppPasswordCredential made, Policy policy) {
        AccountServers servers = servers(policy, made.data().protocols());
        if (servers.incoming() == null) {
            return Map.of();
        }
        return MailAccountCode.of(servers, owner(servers), secret.reveal())
                .map(code -> Map.<String, Object>of("path", code.path(), "size", String.valueOf(code.size())))
                .orElse(Map.of());
    }

    /**
     * Something beside the secret; empty if it fails, whatever fails: the secret is shown once, and without the extra. A
     * library that Keycloak no longer has is a {@link LinkageError}. The log has the type alone: a message may repeat a secret.
     */
    static <T> Optional<T> extra(String what, Supplier<T> extra) {
        try {
            return Optional.of(extra.get());
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(
                    "%s of a new app password could not be made (%s). The page shows the app password without it.",
                    what, e.getClass().getName());
            return Optional.empty();
        }
    }

    private AppleProfile.Owner owner(AccountServers servers) {
        UserModel user = context.getUser();
        ConnectedGatewaysProvider gateways = ConnectedGatewaysProvider.of(context.getSession());
        return new AppleProfile.Owner(
                servers.protocols().stream()
                        .collect(Collectors.toMap(
                                Function.identity(),
                                protocol -> gateways.userName(context.getRealm(), user, protocol))),
                fullName(user),
                user.isEmailVerified() ? user.getEmail() : null);
    }

    private String description(String label) {
        return context.form().setAttributeMapper(OneLanguage::of).getMessage("appPasswordProfileDescription", label);
    }

    private String organization() {
        RealmModel realm = context.getRealm();
        String name = realm.getDisplayName();
        return name == null || name.isBlank() ? realm.getName() : name;
    }

    private static String fullName(UserModel user) {
        return Stream.of(user.getFirstName(), user.getLastName())
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(" "));
    }
}

package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.page.EndTexts;
import io.github.keycloakapppasswords.page.TextLanguage;
import io.github.keycloakapppasswords.policy.Ends;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionContext;

/** The data of {@code app-password-reveal.ftl}: the secret, the settings for a device, and how to set it up. */
final class RevealPage {

    private static final Logger LOG = Logger.getLogger(RevealPage.class);

    private final RequiredActionContext context;
    private final LifeCycle lifeCycle;
    private final TextLanguage language;

    RevealPage(RequiredActionContext context, LifeCycle lifeCycle, TextLanguage language) {
        this.context = context;
        this.lifeCycle = lifeCycle;
        this.language = language;
    }

    Map<String, Object> model(AppPassword secret, AppPasswordCredential made, Policy policy, Optional<String> ticket) {
        Set<Protocol> chosen = made.data().protocols();
        List<Protocol> protocols =
                policy.protocols().stream().filter(chosen::contains).toList();
        Ends ends = Ends.ofUnused(lifeCycle, made.createdAt(), made.data().expiresAt());
        List<Server> servers = policy.serversFor(chosen);
        Map<String, Object> model = new HashMap<>(Map.of(
                "secret", secret.reveal(),
                "label", made.label(),
                "ends", EndTexts.of(ends, language),
                "users", users(protocols),
                "protocols", protocols.stream().map(GatePages::protocol).toList(),
                "servers", servers.stream().map(RevealPage::server).toList(),
                "guides",
                        SetUpGuide.of(chosen).stream()
                                .map(guide -> guide(guide, servers))
                                .toList()));
        model.put(
                "networks",
                made.data().networks().stream().map(Network::toString).toList());
        ticket.ifPresent(known -> model.put("watch", watch(known)));
        return model;
    }

    /** What the owner types as user name: mostly one for all protocols. */
    private List<Map<String, Object>> users(List<Protocol> protocols) {
        ConnectedGatewaysProvider gateways = ConnectedGatewaysProvider.of(context.getSession());
        Map<String, List<Map<String, Object>>> names = new LinkedHashMap<>();
        for (Protocol protocol : protocols) {
            firstOf(() -> gateways.userName(context.getRealm(), context.getUser(), protocol), () -> context.getUser()
                            .getUsername())
                    .ifPresent(name -> names.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(GatePages.protocol(protocol)));
        }
        return names.entrySet().stream()
                .map(entry -> Map.<String, Object>of("name", entry.getKey(), "protocols", entry.getValue()))
                .toList();
    }

    /**
     * The first text that can be read. A user storage may fail at any time, and the secret on the page is shown once: the page comes
     * without the text rather than not at all.
     */
    @SafeVarargs
    static Optional<String> firstOf(Supplier<String>... texts) {
        for (Supplier<String> text : texts) {
            try {
                return Optional.of(text.get());
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("A user name is missing on the page of a new app password", e);
            }
        }
        return Optional.empty();
    }

    /** With the names of all protocols: a refused sign-in may be for a protocol that the app password is not for. */
    private Map<String, Object> watch(String ticket) {
        return Map.of(
                "ticket",
                ticket,
                "url",
                context.getUriInfo()
                        .getBaseUriBuilder()
                        .path("realms")
                        .segment(context.getRealm().getName())
                        .path("app-passwords/first-sign-in")
                        .build()
                        .toString(),
                "protocols",
                Protocol.KNOWN.stream().map(GatePages::protocol).toList());
    }

    private static Map<String, Object> guide(SetUpGuide guide, List<Server> servers) {
        return Map.of("id", guide.id(), "steps", guide.steps(servers));
    }

    private static Map<String, Object> server(Server server) {
        Map<String, Object> model = new HashMap<>(Map.of("protocol", GatePages.protocol(server.protocol())));
        if (server.isWebAddress()) {
            model.put("address", server.address());
        } else {
            model.put("host", server.host());
            model.put("port", String.valueOf(server.port()));
            model.put("security", server.security().name().toLowerCase(Locale.ROOT));
        }
        return model;
    }
}

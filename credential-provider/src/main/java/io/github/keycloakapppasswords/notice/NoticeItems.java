package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.credential.MakerBrowser;
import io.github.keycloakapppasswords.notice.Notice.Item;
import io.github.keycloakapppasswords.page.EndTexts;
import io.github.keycloakapppasswords.page.TextLanguage;
import io.github.keycloakapppasswords.policy.Ends;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of each app password in a mail, for the templates. */
final class NoticeItems {

    private final MailNotice kind;
    private final LifeCycle policy;
    private final TextLanguage language;

    /** @param policy in force */
    NoticeItems(MailNotice kind, LifeCycle policy, TextLanguage language) {
        this.kind = kind;
        this.policy = policy;
        this.language = language;
    }

    /** @param notMe the link by which the owner denies it; empty for none */
    Map<String, Object> model(Item item, String notMe) {
        return Map.of(
                "label", Label.harmless(item.label()),
                "created", language.minute(item.createdAt()),
                "maker", maker(item),
                "protocols",
                        item.protocols().stream().map(NoticeItems::protocol).toList(),
                "network", Objects.requireNonNullElse(item.network(), ""),
                "ends", ends(item),
                "notMe", notMe);
    }

    private static List<String> maker(Item item) {
        MakerBrowser maker = item.maker();
        return maker == null
                ? List.of()
                : Stream.of(maker.name(), maker.system(), maker.address())
                        .flatMap(Stream::ofNullable)
                        .toList();
    }

    private static Map<String, Object> protocol(Protocol protocol) {
        return Map.of("id", protocol.id(), "known", Protocol.KNOWN.contains(protocol));
    }

    /** Nothing for one that has ended; mails about second factors name none. */
    private List<Map<String, String>> ends(Item item) {
        return switch (kind) {
            case DISUSED, PASSWORD_SET, FACTOR_REMOVED, FACTOR_ADDED -> List.of();
            case MADE, EXPIRES_SOON, NEW_NETWORK -> EndTexts.of(ends(item, item.lastUse()), language);
        };
    }

    private Ends ends(Item item, @Nullable Instant lastUse) {
        return lastUse == null
                ? Ends.ofUnused(policy, item.createdAt(), item.expiresAt())
                : Ends.ofUsed(policy, lastUse, item.expiresAt());
    }
}

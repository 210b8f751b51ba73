package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.MakerBrowser;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordUse;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;

/**
 * A notice to an owner.
 *
 * @param key what it is folded by: several of one key become one mail
 * @param items the app passwords that it is about; may be empty where the kind says enough
 */
public record Notice(Key key, List<Item> items) {

    public Notice {
        items = List.copyOf(items);
    }

    /**
     * The recipient and the kind of a notice.
     *
     * @param realmId the realm's internal id
     * @param userId the owner's internal id
     * @param address the owner's address at the time of the event. A thief who has taken over a session and changes the address
     *     a moment later must neither get the mail nor keep it from its owner
     */
    record Key(String realmId, String userId, MailNotice kind, String address) {}

    /**
     * One app password in a notice. Never has a secret.
     *
     * @param credentialId its id
     * @param label as stored; made harmless where it is shown
     * @param protocols what it is for; empty if that is not known
     * @param createdAt when it was made
     * @param expiresAt from when on it is refused; {@code null}: it has no expiry
     * @param lastUse when it was used; {@code null}: never, as far as is known
     * @param network from which it was used for the first time, in CIDR notation; {@code null}: the notice is about
     *     something else
     * @param maker the browser in which it was made; {@code null}: not known
     */
    public record Item(
            String credentialId,
            String label,
            Set<Protocol> protocols,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUse,
            @Nullable String network,
            @Nullable MakerBrowser maker) {

        /** One that was made just now. */
        static Item made(AppPasswordCredential made, @Nullable MakerBrowser maker) {
            return new Item(
                    made.id(),
                    made.label(),
                    new TreeSet<>(made.data().protocols()),
                    made.createdAt(),
                    made.data().expiresAt(),
                    null,
                    null,
                    maker);
        }

        /** One that was there before. */
        public static Item of(AppPasswordHistory known) {
            AppPasswordUse use = known.lastUse();
            return item(known, use == null ? null : use.at(), null);
        }

        /** One of which only the credential is known, as it was stored. */
        public static Item of(CredentialModel stored) {
            Long createdAt = stored.getCreatedDate();
            Instant created = Instant.ofEpochMilli(createdAt == null ? 0 : createdAt);
            return new Item(
                    stored.getId(), Label.harmless(stored.getUserLabel()), Set.of(), created, null, null, null, null);
        }

        /** One that was used from a network for the first time. */
        static Item usedFrom(AppPasswordHistory known, String network, Instant at) {
            return item(known, at, network);
        }

        private static Item item(AppPasswordHistory known, @Nullable Instant lastUse, @Nullable String network) {
            return new Item(
                    known.id(),
                    known.label(),
                    new TreeSet<>(known.protocols()),
                    known.createdAt(),
                    known.expiresAt(),
                    lastUse,
                    network,
                    null);
        }
    }
}

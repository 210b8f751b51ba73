package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.policy.MailNotice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell an owner.
 *
 * @param key what it is folded by: several of one key become one mail
 * @param items the app passwords that it is about; may be empty where the kind says enough
 */
public record Notice(Key key, List<Item> items) {

    public Notice {
        items = List.copyOf(items);
    }

    /**
     * Who is told what kind of thing.
     *
     * @param realmId the realm's internal id
     * @param userId the owner's internal id
     * @param address to which it goes: the owner's, as it was when it happened. Who has taken over a session and changes
     *     the address a moment later must not get the mail, nor keep it from its owner
     */
    public record Key(String realmId, String userId, MailNotice kind, String address) {}

    /**
     * One app password in a notice. Never has a secret.
     *
     * @param credentialId its id
     * @param label as stored; made harmless where it is shown
     * @param detail the day on which it expires, or the network from which it was used; {@code null}: the kind has none
     */
    public record Item(String credentialId, String label, @Nullable String detail) {}
}

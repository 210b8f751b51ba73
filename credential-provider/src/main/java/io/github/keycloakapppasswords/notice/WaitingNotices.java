package io.github.keycloakapppasswords.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The queue of mail notices, folded: notices for one key within some seconds become one mail, and after a mail the next mail
 * for that key waits for some minutes. Bounded. Safe for use by several threads.
 */
final class WaitingNotices {

    /** The wait for the end of a burst. */
    static final Duration SETTLING = Duration.ofSeconds(3);

    /** The time between two mails of one key. */
    static final Duration QUIET = Duration.ofMinutes(5);

    /** The most items in one mail; of more only the number is in the mail. */
    static final int MOST_ITEMS = 20;

    private final int most;
    private final Map<Notice.Key, Pile> waiting = new LinkedHashMap<>();
    private final Map<Notice.Key, Instant> quietUntil = new LinkedHashMap<>();
    private boolean closed;

    /** @param most keys that may wait */
    WaitingNotices(int most) {
        this.most = most;
    }

    /**
     * The content of one mail.
     *
     * @param more the number of further app passwords beside the items
     * @param since the time of the first notice in it
     */
    record Mail(Notice.Key key, List<Notice.Item> items, int more, Instant since) {}

    private static final class Pile {
        private final Instant since;
        private final Instant due;
        private final List<Notice.Item> items = new ArrayList<>();
        private int more;

        private Pile(Instant since, Instant due) {
            this.since = since;
            this.due = due;
        }

        private void add(List<Notice.Item> added) {
            for (Notice.Item item : added) {
                if (items.size() < MOST_ITEMS) {
                    items.add(item);
                } else {
                    more++;
                }
            }
        }
    }

    /** @return {@code false} without room, or after closing; the notice is lost then */
    synchronized boolean add(Notice notice, Instant now) {
        if (closed) {
            return false;
        }
        Pile pile = waiting.get(notice.key());
        if (pile == null) {
            if (waiting.size() >= most) {
                return false;
            }
            pile = new Pile(now, due(notice.key(), now));
            waiting.put(notice.key(), pile);
        }
        pile.add(notice.items());
        return true;
    }

    /**
     * Puts back a mail that could not be sent, before the notices that came meanwhile.
     *
     * @param due the time of the next try
     * @return {@code false} without room, or after closing; the mail is lost then
     */
    synchronized boolean putBack(Mail mail, Instant due) {
        if (closed) {
            return false;
        }
        Pile meanwhile = waiting.remove(mail.key());
        if (meanwhile == null && waiting.size() >= most) {
            return false;
        }
        Pile pile = new Pile(mail.since(), due);
        pile.add(mail.items());
        pile.more += mail.more();
        if (meanwhile != null) {
            pile.add(meanwhile.items);
            pile.more += meanwhile.more;
        }
        waiting.put(mail.key(), pile);
        return true;
    }

    private Instant due(Notice.Key key, Instant now) {
        Instant settled = now.plus(SETTLING);
        Instant quiet = quietUntil.getOrDefault(key, settled);
        return quiet.isAfter(settled) ? quiet : settled;
    }

    /**
     * Takes the oldest due mail.
     *
     * @param left keys that wait on though they are due
     */
    synchronized Optional<Mail> next(Instant now, Predicate<Notice.Key> left) {
        quietUntil.values().removeIf(until -> !until.isAfter(now));
        Iterator<Map.Entry<Notice.Key, Pile>> entries = waiting.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Notice.Key, Pile> entry = entries.next();
            Pile pile = entry.getValue();
            if (!pile.due.isAfter(now) && !left.test(entry.getKey())) {
                entries.remove();
                keepQuiet(entry.getKey(), now);
                return Optional.of(new Mail(entry.getKey(), List.copyOf(pile.items), pile.more, pile.since));
            }
        }
        return Optional.empty();
    }

    private void keepQuiet(Notice.Key key, Instant now) {
        if (quietUntil.size() >= most) {
            quietUntil.remove(quietUntil.keySet().iterator().next());
        }
        quietUntil.put(key, now.plus(QUIET));
    }

    /**
     * Ends the queue: it takes and gives no more.
     *
     * @return how many mails are lost by that
     */
    synchronized int close() {
        closed = true;
        int lost = waiting.size();
        waiting.clear();
        return lost;
    }

    synchronized int size() {
        return waiting.size();
    }

    /** The number of further keys that may wait. */
    synchronized int room() {
        return most - waiting.size();
    }
}

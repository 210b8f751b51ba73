package io.github.keycloakapppasswords.cluster;

import io.github.keycloakapppasswords.cluster.Answer.Judgement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was answered during one fault: a row of the table. Safe for threads. */
final class Tally {
    static final String HEAD =
            """
            | fault | answers judged | wrong accepts | wrong rejects | unavailable | longest time until obeyed | longest outage, warm mailbox | longest outage, cold mailbox | feed: longest delay |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final double MILLIS = 1000;
    private static final Set<Integer> CUT = Set.of(Answer.NONE, 502, 503);

    private final String fault;
    private final Map<Judgement, Integer> judgements = new EnumMap<>(Judgement.class);
    private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private Duration obeyed = Duration.ZERO;
    private Duration warm = Duration.ZERO;
    private Duration cold = Duration.ZERO;
    private Duration feed = Duration.ZERO;
    private int changes;

    Tally(String fault) {
        this.fault = fault;
    }

    String fault() {
        return fault;
    }

    synchronized void count(Device device, Answer answer, Judgement judgement) {
        judgements.merge(judgement, 1, Integer::sum);
        statuses.merge(answer.status(), 1, Integer::sum);
        if (judgement != Judgement.UNAVAILABLE) {
            kinds.merge(device.kind(), 1, Integer::sum);
        }
        if (answer.status() == Answer.ACCEPTED) {
            device.truth().sinceEnd(answer.asked()).ifPresent(late -> obeyed = longer(obeyed, late));
        }
    }

    synchronized void outage(Kind kind, Duration lasted) {
        warm = kind == Kind.WARM ? longer(warm, lasted) : warm;
        cold = kind == Kind.COLD ? longer(cold, lasted) : cold;
    }

    /** The feed has had a change so long after it was acknowledged. */
    synchronized void fed(Duration after) {
        feed = longer(feed, after);
    }

    /** A change was acknowledged. */
    synchronized void changed() {
        changes++;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    synchronized int count(Judgement judgement) {
        return judgements.getOrDefault(judgement, 0);
    }

    /** Questions that broke off or found no node. One that was slow (504) is none: a busy machine has those without a fault. */
    synchronized int cut() {
        return CUT.stream().mapToInt(status -> statuses.getOrDefault(status, 0)).sum();
    }

    /** The kinds of which there was at least one verdict. */
    synchronized Set<Kind> kinds() {
        return Set.copyOf(kinds.keySet());
    }

    /** A row in Markdown. */
    synchronized String row() {
        int judged = judgements.values().stream().mapToInt(Integer::intValue).sum();
        return "| %s | %d | %d | %d | %d | %s | %s | %s | %s |"
                .formatted(
                        fault,
                        judged,
                        count(Judgement.WRONG_ACCEPT),
                        count(Judgement.WRONG_REJECT),
                        count(Judgement.UNAVAILABLE),
                        seconds(obeyed),
                        seconds(warm),
                        seconds(cold),
                        seconds(feed));
    }

    /** For whoever looks closer. */
    synchronized String detail() {
        return fault + ": changes " + changes + ", verdicts " + kinds + ", statuses " + statuses;
    }

    private static String seconds(Duration time) {
        return time.isZero() ? "–" : "%.1f s".formatted(time.toMillis() / MILLIS);
    }
}

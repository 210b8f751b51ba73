package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.bench.Crowd.Counting;
import io.github.keycloakapppasswords.bench.Request.Numbers;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.PostgreSql;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All goals on PostgreSQL, in one run: a server with Keycloak's default user cache, one whose user cache holds everybody, and
 * 200,000 users.
 */
final class FullBench {

    private static final int FEW = 1_000;
    private static final int MANY = 200_000;
    private static final int HALF = MANY / 2;

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration COLD = Duration.ofSeconds(15);
    private static final double KIBI = 1024;
    private static final double PERCENT = 100;
    private static final int WINDOWS = 4;
    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final Duration FILLING = Duration.ofSeconds(90);
    private static final Duration MEASUREMENT = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROUNDS = 9;

    private static final int PACED_CONNECTIONS = 32;
    private static final int MILLIS = 1000;

    private static final int FIRST_USERS = 80_000;
    private static final int FIRST_USE_ROUNDS = 3;
    private static final Duration FIRST_USES = Duration.ofSeconds(3);

    private static final int TOMBSTONES = 100_000;

    /** Longer than PostgreSQL waits until it tells what it has counted, and than uses wait until they are written. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    private static final String FEW_OF_FEW = "1,000 of 1,000 users";
    private static final String FEW_OF_MANY = "1,000 of 200,000 users";
    private static final String ALL_OF_HALF = "100,000 of 200,000, cached";
    private static final String UNCACHED = "100,000 of 200,000, Keycloak's default cache";

    private final Wrk wrk;
    private final PostgreSql database;
    private final KeycloakServer standard;
    private final KeycloakServer large;

    private FullBench(Wrk wrk, PostgreSql database, KeycloakServer standard, KeycloakServer large) {
        this.wrk = wrk;
        this.database = database;
        this.standard = standard;
        this.large = large;
    }

    static void run(Wrk wrk) throws IOException {
        KeycloakOptions options = KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .withEnvironment("JAVA_OPTS_KC_HEAP", "-Xms2g -Xmx2g");
        Report.progress("Starting PostgreSQL and two Keycloaks with the shipped JAR …");
        try (PostgreSql database = PostgreSql.start()) {
            KeycloakOptions there = database.use(options);
            try (KeycloakServer standard = KeycloakServer.start(there);
                    KeycloakServer large = KeycloakServer.start(
                            there.withStartOption("--cache-embedded-users-max-count=" + 4 * MANY))) {
                new FullBench(wrk, database, standard, large).run();
            }
            StartUp.measure(there);
        }
    }

    private void run() throws IOException {
        Subjects subjects = new Subjects(large);
        rates(subjects);
        latency(subjects);
        refusals(subjects);
        Report.progress("Making 201,000 users …");
        Crowd few = new Crowd(large, FEW, Counting.POSTGRESQL);
        Crowd many = new Crowd(large, MANY, Counting.POSTGRESQL);
        database.query("vacuum analyze");
        users(few, many);
        restart(many);
        firstUses(many);
        tombstones(few);
        quietJobs(many);
        new FeedBench(wrk, database, few, many).run();
        Report.progress("Making " + JobsBench.USERS + " users …");
        new JobsBench(wrk, new Crowd(large, JobsBench.USERS, Counting.POSTGRESQL)).run();
    }

    private void rates(Subjects subjects) throws IOException {
        Rounds rounds = new Rounds(ROUNDS, WARM_UP, MEASUREMENT, Wrk.Load.FEW);
        double generator;
        try (Mirror mirror = new Mirror()) {
            Request ceiling = subjects.ceiling();
            generator = wrk.rate(
                    new Request(
                            "the load generator",
                            ceiling.method(),
                            mirror.uri(),
                            ceiling.headers(),
                            ceiling.body(),
                            Numbers.NONE,
                            ceiling.answer()),
                    MEASUREMENT);
        }
        Rounds.Rates rates = rounds.measure(wrk, subjects.all());
        Report.title("Answers a second, 8 connections, median of " + ROUNDS + " rounds (lowest to highest):");
        rates.print();
        Report.title("Ratios:");
        Report.value(
                generator / rates.of(Subjects.CEILING).median(),
                "times the empty resource: the load generator with a server that answers at once");
        Report.atLeast(0.90, rates.ratio(Subjects.VALIDATE, Subjects.CEILING), "of an empty realm resource");
        Report.atLeast(400, rates.ratio(Subjects.VALIDATE, Subjects.GRANT), "times the password grant");
        Report.value(
                rates.ratio(Subjects.VALIDATE, Subjects.APP_PASSWORD_GRANT),
                "times the password grant by app password");
        Report.value(rates.ratio(Subjects.VALIDATE, Subjects.INTROSPECTION), "times token introspection");
        Report.atLeast(
                0.97, rates.ratio(Subjects.VALIDATE_25, Subjects.VALIDATE), "of 1 app password, with 25 of them");
        Report.atLeast(
                0.90, rates.ratio(Subjects.VALIDATE_100, Subjects.VALIDATE), "of 1 app password, with 100 of them");
        Report.value(rates.ratio(Subjects.NGINX_MAIL, Subjects.VALIDATE), "of validate: nginx-mail");
        Report.value(rates.ratio(Subjects.BASIC, Subjects.VALIDATE), "of validate: basic");
    }

    /** At half of the rate that validation reaches. */
    private void latency(Subjects subjects) {
        double top = wrk.rate(subjects.validate(), MEASUREMENT);
        Wrk.Load half = new Wrk.Load(PACED_CONNECTIONS, Math.round(PACED_CONNECTIONS * MILLIS / (top / 2)));
        Series ceiling = new Series();
        Series validate = new Series();
        Series ceilingMedian = new Series();
        Series validateMedian = new Series();
        Series rate = new Series();
        for (int round = 1; round <= ROUNDS; round++) {
            Report.progress("Latency, round " + round + " of " + ROUNDS);
            Wrk.Result empty = wrk.measure(subjects.ceiling(), half, MEASUREMENT);
            Wrk.Result full = wrk.measure(subjects.validate(), half, MEASUREMENT);
            ceiling.add(empty.p99());
            ceilingMedian.add(empty.median());
            validate.add(full.p99());
            validateMedian.add(full.median());
            rate.add(full.rate());
        }
        Report.title("Milliseconds for an answer, at %.0f a second:".formatted(rate.median()));
        Report.value(ceilingMedian.median(), "ms, median, an empty realm resource");
        Report.value(validateMedian.median(), "ms, median, validate");
        Report.value(ceiling.median(), "ms, one in a hundred, an empty realm resource");
        Report.value(validate.median(), "ms, one in a hundred, validate");
        Report.atMost(1.5, validate.ratioTo(ceiling), "times the empty resource's, one in a hundred");
    }

    private void refusals(Subjects subjects) {
        Rounds.Rates rates = new Rounds(ROUNDS, WARM_UP, MEASUREMENT, Wrk.Load.MANY).measure(wrk, subjects.refusals());
        Report.title("Refusals a second, 256 connections, each held back for 20 ms:");
        rates.print();
        subjects.refusals()
                .forEach(request -> Report.line(
                        request.name() + ", \"later\"",
                        "%9.1f %%"
                                .formatted(wrk.measure(request, Wrk.Load.MANY, MEASUREMENT)
                                                .later()
                                        * PERCENT)));
        Report.atLeast(0.70, rates.ratio(Subjects.MADE_UP_NAMES, Subjects.WRONG), "of a wrong secret: made-up names");
        Report.value(rates.ratio(Subjects.MADE_UP_ADDRESSES, Subjects.WRONG), "of a wrong secret: made-up addresses");
    }

    private void users(Crowd few, Crowd many) {
        Report.progress("Filling the user cache …");
        Wrk.Result cold = wrk.measure(many.validate(ALL_OF_HALF, Numbers.next(1, HALF)), Wrk.Load.FEW, COLD);
        double heap = StartUp.liveHeap(large);
        int asked = (int) (cold.rate() * COLD.toSeconds());
        requireAll(HALF - asked, wrk.rate(many.validate(ALL_OF_HALF, Numbers.next(asked, HALF)), FILLING));
        wrk.rate(many.validateAt(standard, UNCACHED, Numbers.randomUpTo(HALF)), FILLING);
        double perUser = (StartUp.liveHeap(large) - heap) / (HALF - asked);
        Rounds.Rates rates = new Rounds(ROUNDS, WARM_UP, MEASUREMENT, Wrk.Load.FEW)
                .measure(
                        wrk,
                        List.of(
                                few.validate(FEW_OF_FEW, Numbers.randomUpTo(FEW)),
                                many.validate(FEW_OF_MANY, Numbers.randomUpTo(FEW)),
                                many.validate(ALL_OF_HALF, Numbers.randomUpTo(HALF)),
                                many.validateAt(standard, UNCACHED, Numbers.randomUpTo(HALF))));
        Report.title("Answers a second, users drawn at random:");
        rates.print();
        Report.line("each user for the first time", "%9.1f /s".formatted(cold.rate()));
        Report.value(
                perUser / KIBI, "KiB of heap for each user who was asked about: the cache, and the use that waits");
        Report.atLeast(0.97, rates.ratio(FEW_OF_MANY, FEW_OF_FEW), "of a realm of 1,000, in a realm of 200,000");
        Report.value(rates.ratio(ALL_OF_HALF, FEW_OF_FEW), "of 1,000 users: 100,000 users, all of them cached");
        Report.value(rates.ratio(UNCACHED, FEW_OF_FEW), "of 1,000 users: 100,000 users, Keycloak's default cache");
    }

    private static void requireAll(int users, double rate) {
        if (rate * FILLING.toSeconds() < users) {
            throw new StageException("This machine is too slow to fill the user cache in " + FILLING.toSeconds()
                    + " s: " + rate + " users a second.");
        }
    }

    /** The JVM is cold, and so is the user cache. */
    private void restart(Crowd many) {
        Report.progress("Starting Keycloak again …");
        large.stop();
        large.start();
        Report.title("After a restart, users drawn at random from 100,000:");
        for (int window = 1; window <= WINDOWS; window++) {
            Wrk.Result result = wrk.measure(many.validate(ALL_OF_HALF, Numbers.randomUpTo(HALF)), Wrk.Load.FEW, WINDOW);
            Report.line(
                    "%d to %d s".formatted((window - 1) * WINDOW.toSeconds(), window * WINDOW.toSeconds()),
                    "%9.1f /s, one in a hundred takes more than %.1f ms".formatted(result.rate(), result.p99()));
        }
    }

    /**
     * Of users whom the cache holds, and whose earlier uses the database has forgotten. They are many, and the others few: a part of the
     * difference is that many users are asked about.
     */
    private void firstUses(Crowd many) {
        int last = HALF + FIRST_USERS;
        Report.progress("Filling the user cache with others …");
        requireAll(FIRST_USERS, wrk.rate(many.validate("others", Numbers.next(HALF + 1, last)), FILLING));
        settle("n_tup_upd");
        many.forgetUses();
        Series folded = new Series();
        Map<Double, Series> first = new LinkedHashMap<>();
        int next = HALF + 1;
        for (int round = 0; round < FIRST_USE_ROUNDS; round++) {
            folded.add(wrk.rate(many.validate(FEW_OF_MANY, Numbers.randomUpTo(FEW)), MEASUREMENT));
            for (double share : List.of(0.01, 0.1, 1.0)) {
                Request uses = many.validate("first uses", Numbers.next(next, last, share, FEW));
                double rate = wrk.rate(uses, FIRST_USES);
                first.computeIfAbsent(share, any -> new Series()).add(rate);
                next += (int) (rate * FIRST_USES.toSeconds() * share);
            }
        }
        settle("n_tup_upd");
        double updates = statistic("n_tup_upd");
        double heapOnly = statistic("n_tup_hot_upd");
        wrk.rate(
                many.validate("uses from elsewhere", Numbers.next(HALF + 1, last))
                        .from("192.0.2.2"),
                FIRST_USES);
        settle("n_tup_upd");
        Report.title("First uses of app passwords among others:");
        first.forEach((share, rates) -> Report.atLeast(
                0.95,
                rates.ratioTo(folded),
                "of uses that are folded, with %.0f %% first uses".formatted(share * PERCENT)));
        Report.atLeast(
                0.95,
                (statistic("n_tup_hot_upd") - heapOnly) / (statistic("n_tup_upd") - updates),
                "of the writes of a second use on that day write to no index");
    }

    private void tombstones(Crowd few) {
        Report.progress("Making " + TOMBSTONES + " tombstones …");
        // refusals are held back for 20 ms: few connections would show nothing else
        Rounds rounds = new Rounds(ROUNDS / 2, WARM_UP, MEASUREMENT, Wrk.Load.MANY);
        Request wrong = few.refused("a wrong secret", Numbers.randomUpTo(FEW));
        double without = rounds.measure(wrk, List.of(wrong)).of(wrong.name()).median();
        few.tombstones(FEW);
        double with = rounds.measure(wrk, List.of(wrong)).of(wrong.name()).median();
        Report.title("A wrong secret of a user with a hundred tombstones:");
        Report.value(with / without, "of a user without any (one after the other, not in turn)");
    }

    /** Nothing is due. */
    private void quietJobs(Crowd many) {
        double scans = statistic("seq_scan");
        many.startJobs();
        settle("idx_scan");
        double scanned = statistic("seq_scan") - scans;
        long began = System.nanoTime();
        many.sweep();
        double sweep = (System.nanoTime() - began) / 1e9;
        Report.title("Jobs at 200,000 app passwords, nothing due:");
        Report.atMost(0, scanned, "scans of the whole table in a round of the life cycle");
        Report.value(sweep, "s for the hourly sweep");
    }

    private double statistic(String column) {
        return Double.parseDouble(
                database.query("select " + column + " from pg_stat_user_tables where relname = 'app_password'"));
    }

    /** Waits until PostgreSQL has counted no more for some seconds: what is written behind has been written. */
    private void settle(String column) {
        double[] before = {-1};
        Waiting.until(PATIENCE, column + " stays the same", () -> {
            double first = before[0];
            before[0] = statistic(column);
            if (first != before[0]) {
                FeedBench.pause(SETTLING);
                return false;
            }
            return true;
        });
    }
}

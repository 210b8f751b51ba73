package io.github.keycloakapppasswords;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;

/** What holds across all of the extension's classes. */
@AnalyzeClasses(packages = "io.github.keycloakapppasswords", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.github.keycloakapppasswords.";

    private static final Path MAP = Path.of("..", "CONTRIBUTING.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\|([^|]*)\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(" + Pattern.quote(ROOT) + "[\\w.]+);");

    /** Each package with the packages that it uses, as CONTRIBUTING.md lists them. */
    private static final Map<String, Set<String>> USES = map();

    private static final int MOST_FILES = 25;
    private static final int MOST_LINES = 300;

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    /** By the compiled classes, and by the imports: the compiler leaves nothing of a constant that is used. */
    @ArchTest
    static void eachPackageUsesWhatTheMapNamesAndAllOfIt(JavaClasses classes) throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> used = uses.computeIfAbsent(room(type.getPackageName() + "."), any -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(use -> use.getTargetClass().getPackageName() + ".")
                    .filter(name -> name.startsWith(ROOT))
                    .map(ArchitectureTest::room)
                    .forEach(used::add);
        }
        for (Path source : sources()) {
            String text = Files.readString(source);
            String name =
                    PACKAGE.matcher(text).results().findFirst().orElseThrow().group(1);
            IMPORT.matcher(text)
                    .results()
                    .map(found -> room(found.group(1)))
                    .forEach(uses.computeIfAbsent(room(name + "."), any -> new TreeSet<>())::add);
        }
        uses.forEach((room, used) -> used.remove(room));

        assertThat(uses).isEqualTo(USES);
    }

    @ArchTest
    static void noPackageHasTooManyFilesAndNoFileTooManyLines(JavaClasses ignored) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        for (Path source : sources()) {
            files.merge(String.valueOf(source.getParent()), 1, Integer::sum);
            assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
        }

        assertThat(files).hasSize(USES.size());
        assertThat(files)
                .allSatisfy((folder, count) -> assertThat(count).as(folder).isLessThanOrEqualTo(MOST_FILES));
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("credential-provider", "authenticator")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static Map<String, Set<String>> map() {
        try {
            return ROW.matcher(Files.readString(MAP))
                    .results()
                    .collect(Collectors.toMap(row -> row.group(1), row -> NAME.matcher(row.group(2))
                            .results()
                            .map(name -> name.group(1))
                            .collect(Collectors.toCollection(TreeSet::new))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name qualified, of a package with a dot behind it or of a class */
    private static String room(String name) {
        return name.substring(ROOT.length(), name.indexOf('.', ROOT.length()));
    }

    @ArchTest
    static final ArchRule theSecretKnowsNothingOfKeycloak = noClasses()
            .that()
            .resideInAPackage(ROOT + "secret..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.keycloak.."));

    @ArchTest
    static final ArchRule onlyTheHasherUnwraps = noClasses()
            .that()
            .doNotBelongToAnyOf(AppPasswordHasher.class)
            .should()
            .callMethod(AppPassword.class, "unwrap");

    /** What comes after the verdict cannot lose what it never had. */
    @ArchTest
    static final ArchRule noSecretGoesPastTheMatch = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT + "secret..", ROOT + "store..", ROOT + "gate..", ROOT + "admin..", ROOT + "validation..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(AppPassword.class);

    @ArchTest
    static final ArchRule onlyWhereOneIsMadeIsItRevealed = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "gate..", ROOT + "admin..")
            .should()
            .callMethod(AppPassword.class, "reveal");

    @ArchTest
    static final ArchRule randomnessIsStrong = noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    @ArchTest
    static final ArchRule timeComesFromAnInjectedClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlyFactoriesChooseTheClock =
            noClasses().that(DescribedPredicate.not(isFactory())).should().callMethod(Clock.class, "systemUTC");

    /** The session that the timer gives to a job has one transaction for as long as the job runs. */
    @ArchTest
    static final ArchRule jobsReadNothingInTheTransactionOfTheTimer = methods()
            .that()
            .areDeclaredInClassesThat()
            .implement(ScheduledTask.class)
            .and()
            .haveRawParameterTypes(KeycloakSession.class)
            .and()
            .haveName("run")
            .should(new ArchCondition<>("take nothing but the factory from their session") {
                @Override
                public void check(JavaMethod run, ConditionEvents events) {
                    run.getMethodCallsFromSelf().stream()
                            .filter(call -> !call.isDeclaredInLambda())
                            .filter(call -> call.getTargetOwner().isEquivalentTo(KeycloakSession.class))
                            .filter(call -> !call.getName().equals("getKeycloakSessionFactory"))
                            .forEach(call -> events.add(SimpleConditionEvent.violated(run, call.getDescription())));
                }
            });

    /** The events of gateways and the mails reach beyond the database: they are not done again. */
    @ArchTest
    static final ArchRule transactionsOfOursAreDoneAgainAfterAConflict = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "transaction..")
            .and()
            .doNotHaveSimpleName("EventWriter")
            .and()
            .doNotHaveSimpleName("Notices")
            .should()
            .callMethodWhere(target(owner(assignableTo(KeycloakModelUtils.class)))
                    .and(target(nameStartingWith("runJobInTransaction"))));

    /** Requests to storages are calls with a time limit, not work in the background; the JVM runs a hook when it ends. */
    @ArchTest
    static final ArchRule onlyTheBackgroundWorkerStartsThreads = noClasses()
            .that()
            .doNotBelongToAnyOf(BackgroundWorker.class)
            .and()
            .doNotHaveSimpleName("StopSignal")
            .and()
            .doNotHaveSimpleName("StorageCalls")
            .should()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Executors.class, ScheduledThreadPoolExecutor.class);

    private static DescribedPredicate<JavaClass> isFactory() {
        return simpleNameEndingWith("Factory");
    }
}

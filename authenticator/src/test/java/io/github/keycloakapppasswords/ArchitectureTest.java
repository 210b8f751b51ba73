package io.github.keycloakapppasswords;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** Each package with the packages that it uses, as CONTRIBUTING.md lists them. */
    private static final Map<String, Set<String>> USES = map();

    private static final int MOST_FILES = 25;
    private static final int MOST_LINES = 300;

    @ArchTest
    static final ArchRule eachPackageUsesWhatTheMapNames = classes()
            .should(new ArchCondition<>("be in a package of the map, and use only what the map names") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    Set<String> uses = USES.get(room(type));
                    if (uses == null) {
                        events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " is in no package of the map"));
                        return;
                    }
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(use -> use.getTargetClass().getPackageName().startsWith(ROOT))
                            .filter(use -> !room(use.getTargetClass()).equals(room(type)))
                            .filter(use -> !uses.contains(room(use.getTargetClass())))
                            .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
                }
            });

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static void theMapNamesNothingThatIsNotThere(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> rooms = uses.computeIfAbsent(room(type), room -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(use -> use.getTargetClass())
                    .filter(used -> used.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTest::room)
                    .filter(room -> !room.equals(room(type)))
                    .forEach(rooms::add);
        }

        assertThat(uses).isEqualTo(USES);
    }

    @ArchTest
    static void noPackageHasTooManyFilesAndNoFileTooManyLines(JavaClasses classes) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        for (String module : List.of("credential-provider", "authenticator")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    files.merge(String.valueOf(source.getParent()), 1, Integer::sum);
                    assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
                }
            }
        }

        assertThat(files).hasSizeGreaterThanOrEqualTo(USES.size());
        assertThat(files)
                .allSatisfy((folder, count) -> assertThat(count).as(folder).isLessThanOrEqualTo(MOST_FILES));
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

    private static String room(JavaClass type) {
        return type.getPackageName()
                .substring(Math.min(ROOT.length(), type.getPackageName().length()));
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

    private static DescribedPredicate<JavaClass> isFactory() {
        return simpleNameEndingWith("Factory");
    }
}

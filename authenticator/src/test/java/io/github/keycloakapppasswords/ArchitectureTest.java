package io.github.keycloakapppasswords;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
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
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;

/** What holds across all of the extension's classes. */
@AnalyzeClasses(packages = "io.github.keycloakapppasswords", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.github.keycloakapppasswords.";

    @ArchTest
    static final ArchRule dependenciesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("secret")
            .definedBy(ROOT + "secret..")
            .layer("credential")
            .definedBy(ROOT + "credential..")
            .layer("policy")
            .definedBy(ROOT + "policy..")
            .optionalLayer("lifecycle")
            .definedBy(ROOT + "lifecycle..")
            .optionalLayer("notice")
            .definedBy(ROOT + "notice..")
            .optionalLayer("gate")
            .definedBy(ROOT + "gate..")
            .optionalLayer("storage")
            .definedBy(ROOT + "storage..")
            .optionalLayer("node")
            .definedBy(ROOT + "node..")
            .optionalLayer("validation")
            .definedBy(ROOT + "validation..")
            .optionalLayer("gateway")
            .definedBy(ROOT + "gateway..")
            .optionalLayer("dialect")
            .definedBy(ROOT + "dialect..")
            .optionalLayer("directgrant")
            .definedBy(ROOT + "directgrant..")
            .optionalLayer("inventory")
            .definedBy(ROOT + "inventory..")
            .optionalLayer("admin")
            .definedBy(ROOT + "admin..")
            .optionalLayer("account")
            .definedBy(ROOT + "account..")
            .optionalLayer("setup")
            .definedBy(ROOT + "setup..")
            .whereLayer("gate")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("notice", "lifecycle", "gate", "validation", "admin", "account", "setup")
            .whereLayer("notice")
            .mayOnlyBeAccessedByLayers("lifecycle", "dialect", "setup")
            .whereLayer("lifecycle")
            .mayOnlyBeAccessedByLayers("gate", "node", "validation", "directgrant", "inventory")
            .whereLayer("node")
            .mayOnlyBeAccessedByLayers("validation", "dialect")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("validation")
            .whereLayer("inventory")
            .mayOnlyBeAccessedByLayers("admin", "account")
            .whereLayer("admin")
            .mayOnlyBeAccessedByLayers("setup")
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("dialect")
            .whereLayer("dialect")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("setup")
            .mayNotBeAccessedByAnyLayer();

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

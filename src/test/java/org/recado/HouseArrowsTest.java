package org.recado;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Initialized;
import java.util.stream.Stream;

/** The charter's arrows: who may import whom, and the broker as the only road between the edge and the core. */
@AnalyzeClasses(packages = "org.recado", importOptions = DoNotIncludeTests.class)
class HouseArrowsTest {
    private static final String[] EDGE = {
        "org.recado.socket..", "org.recado.delivery..", "org.recado.api..", "org.recado.presence.."
    };

    @ArchTest
    static final ArchRule idImportsNothingOfOurs = arrows("id");

    @ArchTest
    static final ArchRule platformImportsNothingOfOurs = arrows("platform");

    @ArchTest
    static final ArchRule socketArrows =
            arrows("socket", "command", "channel", "history", "event", "auth", "audit", "limit", "id", "platform");

    @ArchTest
    static final ArchRule apiArrows = arrows(
            "api",
            "command",
            "channel",
            "history",
            "event",
            "auth",
            "audit",
            "limit",
            "privacy",
            "notification",
            "id",
            "platform");

    @ArchTest
    static final ArchRule privacyArrows = arrows(
            "privacy",
            "command",
            "channel",
            "history",
            "event",
            "deadletter",
            "auth",
            "audit",
            "notification",
            "id",
            "platform");

    @ArchTest
    static final ArchRule commandArrows = arrows("command", "timeline", "id", "platform");

    @ArchTest
    static final ArchRule postingArrows = arrows(
            "posting", "command", "channel", "history", "event", "deadletter", "audit", "timeline", "id", "platform");

    @ArchTest
    static final ArchRule deadletterArrows = arrows("deadletter", "command", "id", "platform");

    @ArchTest
    static final ArchRule channelArrows = arrows("channel", "command", "event", "id", "platform");

    @ArchTest
    static final ArchRule historyArrows = arrows("history", "event", "id", "platform");

    @ArchTest
    static final ArchRule repairArrows = arrows("repair", "history", "id", "platform");

    @ArchTest
    static final ArchRule eventArrows = arrows("event", "id", "platform");

    @ArchTest
    static final ArchRule deliveryArrows =
            arrows("delivery", "command", "event", "history", "socket", "timeline", "id", "platform");

    @ArchTest
    static final ArchRule notificationArrows =
            arrows("notification", "command", "channel", "history", "event", "id", "platform");

    @ArchTest
    static final ArchRule presenceArrows = arrows("presence", "socket", "id", "platform");

    @ArchTest
    static final ArchRule auditArrows = arrows("audit", "id", "platform");

    @ArchTest
    static final ArchRule authArrows = arrows("auth", "id", "platform");

    @ArchTest
    static final ArchRule timelineArrows = arrows("timeline", "id", "platform");

    @ArchTest
    static final ArchRule limitArrows = arrows("limit", "id", "platform");

    /** Payara does not deploy what does. */
    @ArchTest
    static final ArchRule lifecycleMethodsDeclareNoExceptions = methods()
            .that()
            .areAnnotatedWith(PostConstruct.class)
            .or()
            .areAnnotatedWith(PreDestroy.class)
            .should(ArchCondition.from(describe(
                    "declare no exceptions",
                    (JavaMethod m) -> m.getThrowsClause().size() == 0)));

    @ArchTest
    static final ArchRule opsIsImportedByNone = noClasses()
            .that()
            .resideOutsideOfPackage("org.recado.ops..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.recado.ops..");

    @ArchTest
    static final ArchRule edgeNeverImportsTheCore = noClasses()
            .that()
            .resideInAnyPackage(EDGE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.recado.posting..");

    @ArchTest
    static final ArchRule coreNeverImportsTheEdge = noClasses()
            .that()
            .resideInAPackage("org.recado.posting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EDGE)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.recado.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule workBeginsWithTheBeginServlet =
            noClasses().should().dependOnClassesThat().areAssignableTo(Initialized.class);

    @ArchTest
    static final ArchRule everyClassIsInAPackageOfTheHouse = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("org.recado"),
                            Stream.of(
                                            "socket",
                                            "command",
                                            "posting",
                                            "deadletter",
                                            "channel",
                                            "history",
                                            "event",
                                            "delivery",
                                            "notification",
                                            "presence",
                                            "auth",
                                            "audit",
                                            "limit",
                                            "privacy",
                                            "timeline",
                                            "repair",
                                            "api",
                                            "ops",
                                            "id",
                                            "platform")
                                    .map(HouseArrowsTest::inside))
                    .toArray(String[]::new));

    /** A package imports of ours only itself and the ones named; a package that is still to come passes. */
    private static ArchRule arrows(String from, String... to) {
        String[] allowed = Stream.concat(Stream.of(from), Stream.of(to))
                .map(HouseArrowsTest::inside)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(inside(from))
                .should()
                .dependOnClassesThat(oursButNotIn(allowed))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> oursButNotIn(String... allowed) {
        return JavaClass.Predicates.resideInAPackage("org.recado..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)));
    }

    private static String inside(String name) {
        return "org.recado." + name + "..";
    }
}

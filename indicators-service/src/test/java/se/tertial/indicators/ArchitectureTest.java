package se.tertial.indicators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.tertial.kit.access.Requires;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("se.tertial.indicators");

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith(Inject.class).check(CLASSES);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("se.tertial.indicators.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void figuresAreNeverBinaryFractions() {
        noFields().should().haveRawType(binaryFraction()).check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("returning a binary fraction", call -> binaryFraction()
                        .test(call.getTarget().getRawReturnType())))
                .check(CLASSES);
    }

    @Test
    void entitiesStayBehindTheResources() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .should(mentionAnEntity())
                .check(CLASSES);
    }

    @Test
    void everyOperationSaysWhoMayDoIt() {
        methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should()
                .beAnnotatedWith(PermitAll.class)
                .orShould()
                .beAnnotatedWith(Requires.class)
                .orShould()
                .beDeclaredInClassesThat()
                .areAnnotatedWith(Requires.class)
                .check(CLASSES);
    }

    @Test
    void whatBelongsToAPeriodSaysWithWhichItCloses() {
        List<String> silent = CLASSES.stream()
                .filter(type -> type.isAssignableTo(Row.class))
                .filter(type -> type.getFields().stream()
                        .anyMatch(field -> field.getRawType().isEquivalentTo(ReportingPeriod.class)))
                .filter(type -> type.tryGetMethod("closesWith").isEmpty())
                .map(JavaClass::getName)
                .toList();

        assertEquals(List.of(), silent);
    }

    private static DescribedPredicate<JavaClass> binaryFraction() {
        return DescribedPredicate.describe(
                "a binary fraction", type -> Stream.of(double.class, float.class, Double.class, Float.class)
                        .anyMatch(type::isEquivalentTo));
    }

    private static ArchCondition<JavaMethod> mentionAnEntity() {
        return new ArchCondition<>("mention an entity in its signature") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean mentions = Stream.concat(
                                method.getReturnType().getAllInvolvedRawTypes().stream(),
                                method.getParameterTypes().stream()
                                        .flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                        .anyMatch(type -> type.isAnnotatedWith(Entity.class));
                events.add(new SimpleConditionEvent(method, mentions, method.getFullName()));
            }
        };
    }
}

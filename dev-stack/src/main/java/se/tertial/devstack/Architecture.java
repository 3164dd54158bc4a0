package se.tertial.devstack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules that every service's classes are held to; those of its tests are not. Each rule throws an {@link AssertionError} that
 * names every class that breaks it.
 */
public final class Architecture {

    private final String service;
    private final JavaClasses classes;

    private Architecture(String service, JavaClasses classes) {
        this.service = service;
        this.classes = classes;
    }

    /** The classes of a package and of those within it. */
    public static Architecture of(String service) {
        return new Architecture(
                service,
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(service));
    }

    /** What a class needs, its constructor takes. */
    public void hasNoFieldWith(Class<? extends Annotation> annotation) {
        noFields().should().beAnnotatedWith(annotation).check(classes);
    }

    /** Of two features, at most one knows the other. */
    public void hasNoCircles() {
        slices().matching(service + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    /** No field is a {@code double} or {@code float}, and nothing is called that returns one. */
    public void hasNoBinaryFractions() {
        noFields().should().haveRawType(binaryFraction()).check(classes);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("returning a binary fraction", call -> binaryFraction()
                        .test(call.getTarget().getRawReturnType())))
                .check(classes);
    }

    /** What one kind of class takes and returns, generic arguments included, is nothing of another kind. */
    public void keepsApart(Class<? extends Annotation> resource, Class<? extends Annotation> entity) {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(resource)
                .should(mention(entity))
                .check(classes);
    }

    /**
     * Every operation says who may do it.
     *
     * @param operation what annotations of operations are annotated with
     * @param everybody marks an operation that anybody may do
     * @param some      marks an operation, or all of a class, that only some may do
     */
    public void saysWhoMayDo(
            Class<? extends Annotation> operation,
            Class<? extends Annotation> everybody,
            Class<? extends Annotation> some) {
        methods()
                .that()
                .areMetaAnnotatedWith(operation)
                .should()
                .beAnnotatedWith(everybody)
                .orShould()
                .beAnnotatedWith(some)
                .orShould()
                .beDeclaredInClassesThat()
                .areAnnotatedWith(some)
                .check(classes);
    }

    /**
     * The classes that say nothing of their own where they should.
     *
     * @param row    what they are
     * @param field  what they have
     * @param method what says it
     */
    public List<String> silent(Class<?> row, Class<?> field, String method) {
        return classes.stream()
                .filter(type -> type.isAssignableTo(row))
                .filter(type -> type.getFields().stream()
                        .anyMatch(one -> one.getRawType().isEquivalentTo(field)))
                .filter(type -> type.tryGetMethod(method).isEmpty())
                .map(JavaClass::getName)
                .toList();
    }

    private static DescribedPredicate<JavaClass> binaryFraction() {
        return DescribedPredicate.describe(
                "a binary fraction", type -> Stream.of(double.class, float.class, Double.class, Float.class)
                        .anyMatch(type::isEquivalentTo));
    }

    private static ArchCondition<JavaMethod> mention(Class<? extends Annotation> entity) {
        return new ArchCondition<>("mention what has " + entity.getSimpleName() + " in its signature") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean mentions = Stream.concat(
                                method.getReturnType().getAllInvolvedRawTypes().stream(),
                                method.getParameterTypes().stream()
                                        .flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                        .anyMatch(type -> type.isAnnotatedWith(entity));
                events.add(new SimpleConditionEvent(method, mentions, method.getFullName()));
            }
        };
    }
}

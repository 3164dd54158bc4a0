package se.tertial.kit.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.kit.database.Outcome;
import se.tertial.language.Language;
import se.tertial.language.Message;

/** Who is told that something failed on our side is told when to come back, and whether anything may have been done. */
class ProblemTest {

    private static final Pattern SAYS_WHAT_WAS_DONE =
            Pattern.compile("(?i)nothing was (changed|done)|read before you repeat");

    static Stream<Method> factories() {
        return Arrays.stream(Problem.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && !Modifier.isPrivate(method.getModifiers())
                        && method.getReturnType() == Problem.class);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void whatFailedOnOurSideSaysWhenToComeBackAndWhatWasDone(Method factory) throws ReflectiveOperationException {
        Problem problem = (Problem) factory.invoke(
                null,
                Arrays.stream(factory.getParameterTypes())
                        .map(ProblemTest::argument)
                        .toArray());
        if (problem.status() < 500) {
            return;
        }

        assertTrue(problem.retryAfter() > 0);
        String english = problem.detail().in(Language.ENGLISH);
        assertTrue(SAYS_WHAT_WAS_DONE.matcher(english).find(), english);
        assertNotEquals(english, problem.detail().in(Language.SWEDISH));
    }

    @Test
    void thereAreProblemsOfEveryKindToLookAt() throws ReflectiveOperationException {
        List<String> names = factories().map(Method::getName).toList();

        assertTrue(
                names.containsAll(List.of("busy", "crowded", "away", "unavailable", "halted", "underWay", "failed")));
    }

    @Test
    void whatWasCommittedBeforeIsNotSaidNotToHaveBeenDone() {
        Outcome outcome = new Outcome();
        outcome.begins();
        outcome.committed();

        Problem told = ProblemMappers.truly(Problem.crowded(), true, outcome);

        assertEquals(500, told.status());
        assertTrue(told.detail().in(Language.ENGLISH).contains("read before you repeat"));
        assertEquals(
                503, ProblemMappers.truly(Problem.crowded(), false, outcome).status());
        Problem refused = Problem.forbidden();
        assertSame(refused, ProblemMappers.truly(refused, true, outcome));
    }

    @Test
    void whatMayHaveBeenCommittedIsSaidToBeUnknown() {
        Outcome outcome = new Outcome();
        outcome.begins();
        outcome.unknown();

        assertEquals(
                "outcome-unknown",
                ProblemMappers.truly(Problem.busy(), true, outcome).kind());
    }

    @Test
    void transactionThatOnlyReadChangedNothingHoweverItEnded() {
        Outcome outcome = new Outcome();
        outcome.begins();
        outcome.onlyReads();
        outcome.committed();
        outcome.unknown();
        Problem crowded = Problem.crowded();

        assertSame(crowded, ProblemMappers.truly(crowded, true, outcome));

        outcome.begins();
        outcome.committed();

        assertTrue(outcome.isCommitted());
    }

    private static Object argument(Class<?> type) {
        if (type == Message.class) {
            return Message.of("There is nothing at this address.");
        }
        if (type == List.class) {
            return List.of(Violation.inBody("/items", Message.of("There is nothing at this address.")));
        }
        return type == int.class ? (Object) 400 : "text";
    }
}

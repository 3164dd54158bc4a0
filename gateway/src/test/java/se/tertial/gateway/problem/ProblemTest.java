package se.tertial.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.language.Language;
import se.tertial.language.Message;

/** Who was not served through no fault of theirs is told when to come back, and whether anything may have been done. */
class ProblemTest {

    private static final Pattern SAYS_WHAT_WAS_DONE =
            Pattern.compile("(?i)nothing was (changed|done|passed on)|may still have done");

    static Stream<Method> factories() {
        return Arrays.stream(Problem.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && !Modifier.isPrivate(method.getModifiers())
                        && method.getReturnType() == Problem.class);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void whatFailedOnOurSideSaysWhenToComeBackAndWhatWasDone(Method factory) throws ReflectiveOperationException {
        for (boolean flag : List.of(true, false)) {
            Problem problem = (Problem) factory.invoke(
                    null,
                    Arrays.stream(factory.getParameterTypes())
                            .map(type -> argument(type, flag))
                            .toArray());
            if (problem.status() >= 500) {
                assertTrue(Integer.parseInt(problem.headers().getOrDefault("Retry-After", "0")) > 0, problem.kind());
                String english = problem.detail().in(Language.ENGLISH);
                assertTrue(SAYS_WHAT_WAS_DONE.matcher(english).find(), english);
                assertNotEquals(english, problem.detail().in(Language.SWEDISH));
            }
        }
    }

    @Test
    void thereAreProblemsOfEveryKindToLookAt() {
        assertTrue(factories()
                .map(Method::getName)
                .toList()
                .containsAll(List.of("unreachable", "brokenOff", "unavailable", "timedOut", "broken")));
    }

    private static Object argument(Class<?> type, boolean flag) {
        if (type == Message.class) {
            return Message.of("There is nothing at this address.");
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type == boolean.class) {
            return flag;
        }
        return type == int.class ? (Object) 507 : type == long.class ? (Object) 1L : "60";
    }
}

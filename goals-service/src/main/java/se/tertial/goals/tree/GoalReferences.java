package se.tertial.goals.tree;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.language.Message;

/** Whatever is stored about goals, and so limits what they may become. */
public interface GoalReferences {

    /**
     * What is stored about a goal, for people: {@code there is an assessment of 2021-08}.
     *
     * @return null if nothing is
     */
    @Nullable
    Message of(Scope scope, String goalId);

    /** The same for those of some goals that must be the administration's own because of it. */
    default Map<String, Message> ofAdministrationGoals(Scope scope, Collection<String> goalIds) {
        return Map.of();
    }
}

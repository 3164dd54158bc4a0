package se.tertial.goals.plans;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.language.Message;

/** Whatever is stored about plans, and so limits what they may become. */
public interface PlanReferences {

    /**
     * What is stored about a plan, for people: {@code there is a follow-up of 2021-08}.
     *
     * @return null if nothing is
     */
    @Nullable
    Message of(Scope scope, String planId);

    /** Of some plans, those that must be internal control plans because of it. */
    default Set<String> internalControlPlans(Scope scope, Collection<String> planIds) {
        return Set.of();
    }
}

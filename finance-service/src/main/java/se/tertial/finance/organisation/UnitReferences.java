package se.tertial.finance.organisation;

import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.language.Message;

/** Whatever is stored about units, and so keeps them. */
public interface UnitReferences {

    /** What is stored of one kind about the unit, for people; null if nothing is. */
    @Nullable
    Message of(Scope scope, String unitId);
}

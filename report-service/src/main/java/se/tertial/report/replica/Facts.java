package se.tertial.report.replica;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is known of an administration, by kind. */
public final class Facts {

    private final Map<Class<?>, List<Known<?>>> byKind;

    private Facts(Map<Class<?>, List<Known<?>>> byKind) {
        this.byKind = byKind;
    }

    public static Facts of(List<Known<?>> known) {
        return new Facts(
                known.stream().collect(Collectors.groupingBy(one -> one.fact().getClass())));
    }

    /** All facts of a kind, in no particular order. */
    @SuppressWarnings("unchecked") // a group holds only facts of its class
    public <F extends Fact> List<Known<F>> all(Class<F> kind) {
        return (List<Known<F>>) (List<?>) byKind.getOrDefault(kind, List.of());
    }
}

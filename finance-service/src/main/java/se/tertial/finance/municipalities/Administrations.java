package se.tertial.finance.municipalities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/** The administrations of municipalities. One stays while anything stands under it. */
@ApplicationScoped
public class Administrations implements Rows<AdministrationRow, Administration> {

    private final Instance<Rows<?, ?>> kinds;

    @Inject
    Administrations(@Any Instance<Rows<?, ?>> kinds) {
        this.kinds = kinds;
    }

    @Override
    public String topic() {
        return "finance.administration.v1";
    }

    @Override
    public Administration blank(Identity identity) {
        return new Administration(identity);
    }

    @Override
    public String order() {
        return "id.administrationId";
    }

    @Override
    public void checkDelete(Scope scope, AdministrationRow row) {
        kinds.stream()
                .filter(kind -> !kind.topic().equals(topic()) && kind.count(scope) > 0)
                .sorted(Comparator.comparing(Rows::topic))
                .map(kind -> counted(kind.topic(), kind.count(scope)))
                .reduce((some, more) -> Message.of("{0}, {1}", some, more))
                .ifPresent(found -> {
                    throw Problem.conflict(Message.of(
                            "There stands under “{0}”: {1}. Delete that first.", row.administrationId(), found));
                });
    }

    private static Message counted(String topic, long count) {
        return switch (topic) {
            case "finance.unit.v1" -> Message.of("units ({0})", count);
            case "finance.operating-line.v1" -> Message.of("operating lines ({0})", count);
            case "finance.investment-object.v1" -> Message.of("investment objects ({0})", count);
            case "finance.investment-line.v1" -> Message.of("investment lines ({0})", count);
            case "finance.period.v1" -> Message.of("periods ({0})", count);
            default -> throw new IllegalStateException("Nobody said how to call " + topic);
        };
    }

    /** All of a municipality. */
    List<AdministrationRow> of(String municipalityId) {
        return list("id.municipalityId = ?1 order by id.administrationId", municipalityId).stream()
                .map(Administration::row)
                .toList();
    }
}

package se.tertial.indicators.targets;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import se.tertial.indicators.measures.IndicatorReferences;
import se.tertial.indicators.measures.Indicators;
import se.tertial.indicators.targets.TargetExpression.Change;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The targets of administrations. A target that is a change has a base year before its own, and no other has one. */
@ApplicationScoped
public class Targets implements Rows<TargetRow, Target>, IndicatorReferences {

    private final Indicators indicators;

    @Inject
    Targets(Indicators indicators) {
        this.indicators = indicators;
    }

    @Override
    public String topic() {
        return "indicators.target.v1";
    }

    @Override
    public Target blank(Identity identity) {
        return new Target(identity);
    }

    @Override
    public String order() {
        return "indicatorId, period";
    }

    @Override
    public List<Use> uses(Scope scope, Collection<String> indicatorIds) {
        return getEntityManager()
                .createQuery(
                        """
                        select indicatorId, min(period)
                        from Target
                        where id.municipalityId = :municipality and id.administrationId = :administration
                          and indicatorId in :indicators
                        group by indicatorId
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("indicators", indicatorIds)
                .getResultList()
                .stream()
                .map(row -> new Use((String) row[0], Kind.TARGET, null, (String) row[1]))
                .toList();
    }

    @Override
    public void check(Scope scope, List<Written<TargetRow>> written, Violations violations) {
        Map<String, Boolean> headings = indicators.headings(
                scope, written.stream().map(one -> one.row().indicatorId()).toList());
        for (Written<TargetRow> one : written) {
            if (!one.row().period().isFullYear()) {
                violations.add(one.pointer() + "/period", Message.of("A target is for a full year, such as “2021”."));
            }
            checkBaseYear(one, violations);
            Indicators.isValued(headings, one.row().indicatorId(), one.pointer(), violations);
        }
    }

    private static void checkBaseYear(Written<TargetRow> one, Violations violations) {
        TargetRow row = one.row();
        String pointer = one.pointer() + "/baseYear";
        Change change = row.understood() instanceof Change found ? found : null;
        Integer baseYear = row.baseYear();
        if (change != null && change.step() == null && baseYear == null) {
            violations.add(pointer, Message.of("“{0}” needs the year it is compared with.", row.expression()));
        } else if (change == null && baseYear != null) {
            violations.add(pointer, Message.of("“{0}” is not compared with another year.", row.expression()));
        } else if (baseYear != null && baseYear >= row.period().year()) {
            violations.add(pointer, Message.of("The base year is not before the year of the target."));
        }
    }
}

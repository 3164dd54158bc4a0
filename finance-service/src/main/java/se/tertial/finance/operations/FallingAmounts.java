package se.tertial.finance.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.change.Doubt;
import se.tertial.kit.elsewhere.Warning;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.language.Message;

/**
 * Amounts that are lower than those that end earlier in the same year, though all count from January. Credits exceed what was
 * booked in between, or one of them is of its month alone: whoever writes is asked, whichever of the two was written last.
 */
@ApplicationScoped
public class FallingAmounts {

    /** Each may have twelve months and the year. */
    private static final int AT_ONCE = 500;

    private static final int MOST = 100;

    private final EntityManager entityManager;
    private final Asker asker;

    @Inject
    FallingAmounts(EntityManager entityManager, Asker asker) {
        this.entityManager = entityManager;
        this.asker = asker;
    }

    /**
     * A line that was written.
     *
     * @param pointer where it stands in the request
     * @param name    of what it is about, for people
     * @param series  its key up to its period: {@code lkdata~actual}
     */
    public record Booked(String pointer, String name, String series, ReportingPeriod period) {

        String key() {
            return series + "~" + period;
        }

        String year() {
            return series + "~" + period.year();
        }
    }

    /** Where lines with costs and income are kept, and what the column of their costs is called. */
    public enum Lines {
        OPERATING("operating_line", "cost"),
        INVESTMENT("investment_line", "expenditure");

        private final String query;
        private final String costs;

        Lines(String table, String costs) {
            this.costs = costs;
            this.query =
                    """
                    with asked as (
                        select of_year || case when month = 13 then '' else '-' || lpad(cast(month as text), 2, '0') end as row_key
                        from unnest(cast(:years as text[])) as of_year cross join generate_series(1, 13) as month
                    ), amounts as (
                        select row_key, period, %2$s as costs, income, lag(row_key) over before as earlier_key,
                               lag(period) over before as earlier, lag(%2$s) over before as earlier_costs,
                               lag(income) over before as earlier_income
                        from %1$s
                        where municipality_id = :municipality and administration_id = :administration
                          and row_key in (select row_key from asked) and %2$s is not null
                        window before as (partition by regexp_replace(row_key, '~[^~]*$', ''), left(period, 4)
                                          order by length(period) = 4, period)
                    )
                    select row_key, period, earlier_key, earlier, costs, earlier_costs, income, earlier_income
                    from amounts
                    where (costs < earlier_costs or income < earlier_income)
                      and (row_key in (select unnest(cast(:keys as text[])))
                           or earlier_key in (select unnest(cast(:keys as text[]))))
                    order by row_key
                    limit 100
                    """
                            .formatted(table, costs);
        }
    }

    /** What is lower than before, of the lines that were written: a hundred at most. */
    public List<Doubt> of(Scope scope, Lines lines, List<Booked> written) {
        Map<String, List<Booked>> years = new LinkedHashMap<>();
        for (Booked one : written) {
            years.computeIfAbsent(one.year(), any -> new ArrayList<>()).add(one);
        }
        List<String> all = List.copyOf(years.keySet());
        List<Doubt> doubts = new ArrayList<>();
        for (int from = 0; from < all.size() && doubts.size() < MOST; from += AT_ONCE) {
            asker.require();
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            Map<String, Booked> byKey = new HashMap<>();
            some.forEach(year -> Objects.requireNonNull(years.get(year)).forEach(one -> byKey.put(one.key(), one)));
            for (Object[] columns : falling(scope, lines, some, byKey.keySet())) {
                Booked one = byKey.containsKey((String) columns[0])
                        ? byKey.get((String) columns[0])
                        : byKey.get((String) columns[2]);
                if (one != null) {
                    addIfLower(doubts, one, lines.costs, costs(lines), columns, 4);
                    addIfLower(doubts, one, "income", Message.of("income"), columns, 6);
                }
            }
        }
        return doubts;
    }

    private static Message costs(Lines lines) {
        return lines == Lines.OPERATING ? Message.of("cost") : Message.of("expenditure");
    }

    private List<Object[]> falling(Scope scope, Lines lines, List<String> years, Set<String> keys) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(lines.query, Object[].class)
                .setParameter("years", years.toArray(String[]::new))
                .setParameter("keys", keys.toArray(String[]::new))
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList();
    }

    /** @param at where the amount stands in the columns; the earlier one follows */
    private static void addIfLower(
            List<Doubt> doubts, Booked one, String field, Message side, Object[] columns, int at) {
        BigDecimal amount = (BigDecimal) columns[at];
        BigDecimal earlier = (BigDecimal) columns[at + 1];
        if (amount.compareTo(earlier) < 0) {
            doubts.add(new Doubt(
                    Warning.Code.LOWER_THAN_BEFORE,
                    one.pointer() + "/" + field,
                    Message.of(
                            "“{0}”: the {1} up to {2} is {3}, lower than up to {4} ({5}). Amounts count from January, never of one month alone: is it meant so?",
                            one.name(),
                            side,
                            ReportingPeriod.parse((String) columns[1]),
                            new Money(amount).toString(),
                            ReportingPeriod.parse((String) columns[3]),
                            new Money(earlier).toString())));
        }
    }
}

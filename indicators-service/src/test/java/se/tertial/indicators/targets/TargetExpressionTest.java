package se.tertial.indicators.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.indicators.measures.IndicatorRow.Direction;
import se.tertial.indicators.targets.TargetExpression.Change;
import se.tertial.indicators.targets.TargetExpression.NoData;
import se.tertial.indicators.targets.TargetExpression.None;
import se.tertial.indicators.targets.TargetExpression.Operator;
import se.tertial.indicators.targets.TargetExpression.Threshold;
import se.tertial.indicators.targets.TargetExpression.Trend;

class TargetExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    >92          | GREATER_THAN | 92
                    <5           | LESS_THAN    | 5
                    < 3,5        | LESS_THAN    | 3.5
                    ≥ 80         | AT_LEAST     | 80
                    >=80         | AT_LEAST     | 80
                    ≤80          | AT_MOST      | 80
                    <= 80        | AT_MOST      | 80
                    minst 80 %   | AT_LEAST     | 80
                    Högst 3,5 %  | AT_MOST      | 3.5
                    över 90      | GREATER_THAN | 90
                    Under 5      | LESS_THAN    | 5
                    = 100        | EQUAL        | 100
                    100          | BY_DIRECTION | 100
                    0            | BY_DIRECTION | 0
                    -500         | BY_DIRECTION | -500
                    9,4          | BY_DIRECTION | 9.4
                    6,0          | BY_DIRECTION | 6.0
                    6.0          | BY_DIRECTION | 6.0
                    92 %         | BY_DIRECTION | 92
                    92%          | BY_DIRECTION | 92
                    280 000      | BY_DIRECTION | 280000
                    95 % av eleverna  | BY_DIRECTION | 95
                    minst 3,0 av 4    | AT_LEAST     | 3.0
                    92 procentenheter | BY_DIRECTION | 92
                    högst 10 dagar    | AT_MOST      | 10
                    Öka till 95 %     | AT_LEAST     | 95
                    Ska minska till 5 | AT_MOST      | 5
                    """)
    void numberIsReadWithItsOperatorAndDecimals(String source, Operator operator, BigDecimal value) {
        var expression = TargetExpression.parse(source);

        assertEquals(new Threshold(source, operator, value, null), expression);
    }

    @Test
    void unbreakableBlanksOfAReportAreBlanks() {
        var expression = TargetExpression.parse(">\u00a0280\u202f000\u00a0%");

        assertEquals(
                new Threshold(">\u00a0280\u202f000\u00a0%", Operator.GREATER_THAN, new BigDecimal("280000"), null),
                expression);
    }

    @ParameterizedTest
    @CsvSource({
        "Ska öka, INCREASE",
        "ska öka, INCREASE",
        "Öka, INCREASE",
        "Ska minska, DECREASE",
        "Minskning, DECREASE",
        "Oförändrad, UNCHANGED",
        "oförändrat, UNCHANGED",
        "Ska vara oförändrad, UNCHANGED"
    })
    void changeIsReadAsATrend(String source, Trend trend) {
        var expression = TargetExpression.parse(source);

        assertEquals(new Change(source, trend, null), expression);
    }

    @Test
    void missingTargetIsNotTheSameAsNone() {
        var missing = TargetExpression.parse("IU");

        assertInstanceOf(NoData.class, missing);
        assertInstanceOf(None.class, TargetExpression.parse("-"));
        assertInstanceOf(None.class, TargetExpression.parse("–"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Öka med 2 %             | INCREASE | 2   | true
                    Ska minska med 1,5      | DECREASE | 1.5 | false
                    Öka med 2 procentenheter| INCREASE | 2   | false
                    Ska öka med minst 10 procent | INCREASE | 10 | true
                    """)
    void changeMayNameItsSize(String source, Trend trend, BigDecimal size, boolean relative) {
        var expression = TargetExpression.parse(source);

        assertEquals(new Change(source, trend, new TargetExpression.Step(size, relative)), expression);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    3,5-4,0  | 3.5 | 4.0
                    3,5–4,0  | 3.5 | 4.0
                    80 - 90 %| 80  | 90
                    3 till 5 | 3   | 5
                    """)
    void twoNumbersAreARange(String source, BigDecimal lowest, BigDecimal highest) {
        var expression = TargetExpression.parse(source);

        assertEquals(new TargetExpression.Range(source, lowest, highest), expression);
    }

    @ParameterizedTest
    @CsvSource({"2 500 tkr, kr, 2500000", "2 500 tkr, tkr, 2500", "'1,5 mnkr', tkr, 1500.0", "500 kr, tkr, 0.500"})
    void amountsAreConvertedExactly(String source, String unit, BigDecimal wanted) {
        var expression = assertInstanceOf(Threshold.class, TargetExpression.parse(source));

        assertEquals(0, expression.in(unit).orElseThrow().compareTo(wanted));
        assertTrue(expression.in("betyg").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Stängt",
                "ca 100",
                "hög",
                ">",
                "> hög",
                "9,4,1",
                "1e5",
                "IU-",
                "90-80",
                "Ska öka mycket",
                "28 00",
                "1,1234567",
                "1234567890123456789"
            })
    void otherWordsAreKept(String source) {
        var expression = TargetExpression.parse(source);

        assertEquals(new TargetExpression.Words(source), expression);
    }

    @ParameterizedTest
    @CsvSource({"HIGHER_IS_BETTER, AT_LEAST", "LOWER_IS_BETTER, AT_MOST", "NEUTRAL, EQUAL"})
    void bareNumberIsMeantAsTheDirectionTells(Direction direction, Operator operator) {
        var directed = Operator.BY_DIRECTION.directed(direction);

        assertEquals(operator, directed);
        assertEquals(Operator.LESS_THAN, Operator.LESS_THAN.directed(direction));
    }
}

package se.tertial.goals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Architecture;
import se.tertial.kit.access.Requires;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

class ArchitectureTest {

    private static final Architecture GOALS = Architecture.of("se.tertial.goals");

    @Test
    void nothingIsInjectedIntoFields() {
        GOALS.hasNoFieldWith(Inject.class);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        GOALS.hasNoCircles();
    }

    @Test
    void figuresAreNeverBinaryFractions() {
        GOALS.hasNoBinaryFractions();
    }

    @Test
    void entitiesStayBehindTheResources() {
        GOALS.keepsApart(Path.class, Entity.class);
    }

    @Test
    void everyOperationSaysWhoMayDoIt() {
        GOALS.saysWhoMayDo(HttpMethod.class, PermitAll.class, Requires.class);
    }

    @Test
    void whatBelongsToAPeriodSaysWithWhichItCloses() {
        assertEquals(List.of(), GOALS.silent(Row.class, ReportingPeriod.class, "closesWith"));
    }
}

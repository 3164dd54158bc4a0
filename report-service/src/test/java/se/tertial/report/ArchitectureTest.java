package se.tertial.report;

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

    private static final Architecture REPORT = Architecture.of("se.tertial.report");

    @Test
    void nothingIsInjectedIntoFields() {
        REPORT.hasNoFieldWith(Inject.class);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        REPORT.hasNoCircles();
    }

    @Test
    void figuresAreNeverBinaryFractions() {
        REPORT.hasNoBinaryFractions();
    }

    @Test
    void entitiesStayBehindTheResources() {
        REPORT.keepsApart(Path.class, Entity.class);
    }

    @Test
    void everyOperationSaysWhoMayDoIt() {
        REPORT.saysWhoMayDo(HttpMethod.class, PermitAll.class, Requires.class);
    }

    @Test
    void whatBelongsToAPeriodSaysWithWhichItCloses() {
        assertEquals(List.of(), REPORT.silent(Row.class, ReportingPeriod.class, "closesWith"));
    }
}

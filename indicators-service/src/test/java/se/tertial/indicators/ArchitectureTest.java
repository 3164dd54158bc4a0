package se.tertial.indicators;

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

    private static final Architecture INDICATORS = Architecture.of("se.tertial.indicators");

    @Test
    void nothingIsInjectedIntoFields() {
        INDICATORS.hasNoFieldWith(Inject.class);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        INDICATORS.hasNoCircles();
    }

    @Test
    void figuresAreNeverBinaryFractions() {
        INDICATORS.hasNoBinaryFractions();
    }

    @Test
    void entitiesStayBehindTheResources() {
        INDICATORS.keepsApart(Path.class, Entity.class);
    }

    @Test
    void everyOperationSaysWhoMayDoIt() {
        INDICATORS.saysWhoMayDo(HttpMethod.class, PermitAll.class, Requires.class);
    }

    @Test
    void whatBelongsToAPeriodSaysWithWhichItCloses() {
        assertEquals(List.of(), INDICATORS.silent(Row.class, ReportingPeriod.class, "closesWith"));
    }
}

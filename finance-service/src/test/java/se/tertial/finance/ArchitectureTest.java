package se.tertial.finance;

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

    private static final Architecture FINANCE = Architecture.of("se.tertial.finance");

    @Test
    void nothingIsInjectedIntoFields() {
        FINANCE.hasNoFieldWith(Inject.class);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        FINANCE.hasNoCircles();
    }

    @Test
    void figuresAreNeverBinaryFractions() {
        FINANCE.hasNoBinaryFractions();
    }

    @Test
    void entitiesStayBehindTheResources() {
        FINANCE.keepsApart(Path.class, Entity.class);
    }

    @Test
    void everyOperationSaysWhoMayDoIt() {
        FINANCE.saysWhoMayDo(HttpMethod.class, PermitAll.class, Requires.class);
    }

    @Test
    void whatBelongsToAPeriodSaysWithWhichItCloses() {
        assertEquals(List.of(), FINANCE.silent(Row.class, ReportingPeriod.class, "closesWith"));
    }
}

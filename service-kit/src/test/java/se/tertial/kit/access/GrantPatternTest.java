package se.tertial.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.kit.access.Grant.Role;

class GrantPatternTest {

    private static final String USUAL = "{role}:{municipality}:{administration}[:{resource}[:{access}]]";

    @ParameterizedTest
    @CsvSource({
        USUAL + ", *, controller:0580:*, CONTROLLER, 0580, *",
        USUAL + ", *, reporter:0580:vss, REPORTER, 0580, vss",
        "/tertial/{role}/{municipality}/{administration}, alla, /tertial/Approver/0580/VSS, APPROVER, 0580, vss",
        "/tertial/{role}/{municipality}/{administration}, alla, /tertial/reader/alla/alla, READER, *, *",
        "{role}.{municipality}.{administration}, all, administrator.0580.all, ADMINISTRATOR, 0580, *",
        "SG-Tertial_{municipality}_{administration}_{role}, all, SG-TERTIAL_0580_kultur-fritid_reader, READER, 0580, kultur-fritid"
    })
    void grantIsReadAsTheIdentityProviderWritesIt(
            String pattern, String all, String text, Role role, String municipality, String administration) {
        Optional<Grant> grant = new GrantPattern(pattern, all).read(text);

        assertEquals(Optional.of(new Grant(role, municipality, administration, null, false)), grant);
    }

    @ParameterizedTest
    @CsvSource({
        "integration:0580:vss:operating-lines, false",
        "integration:0580:vss:operating-lines:read, false",
        "integration:0580:vss:operating-lines:write, true"
    })
    void systemIsGrantedOneResource(String text, boolean writes) {
        Optional<Grant> grant = new GrantPattern(USUAL, "*").read(text);

        assertEquals(Optional.of(new Grant(Role.INTEGRATION, "0580", "vss", "operating-lines", writes)), grant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "controller",
                "controller:0580",
                "controller:0580:",
                "controller:580:*",
                "controller:*",
                "controller:0580:vss:units",
                "controller:0580:vss:units:write",
                "owner:0580:vss",
                "integration:0580:vss",
                "integration:0580:vss:units:all",
                "integration:0580:vss:*:write",
                "integration:0580:vss:units:write:write",
                "controller:0580:vs s",
                "controller:0580:-vss",
                " controller:0580:vss",
                "controller:0580:vss\n",
                "xcontroller:0580:vss"
            })
    void whatIsNotUnderstoodGrantsNothing(String text) {
        Optional<Grant> grant = new GrantPattern(USUAL, "*").read(text);

        assertEquals(Optional.empty(), grant);
    }

    @Test
    void whatStandsForItselfIsNoExpression() {
        Optional<Grant> grant =
                new GrantPattern("a.b/{role}/{municipality}/{administration}", "*").read("aXb/reader/0580/vss");

        assertEquals(Optional.empty(), grant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{role}:{municipality}",
                "{role}:{municipality}:{administration}:{role}",
                "{role}:{municipality}:{administration}:{person}",
                "{role}:{municipality}:{administration",
                "{role}:{municipality}:{administration}[:{resource}"
            })
    void patternThatCannotBeMeantStopsTheService(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new GrantPattern(pattern, "*"));
    }
}

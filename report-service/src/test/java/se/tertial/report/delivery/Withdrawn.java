package se.tertial.report.delivery;

import static se.tertial.report.delivery.AugustReport.PUBLICATIONS;
import static se.tertial.report.delivery.AugustReport.write;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import se.tertial.report.Vss;

/** What was published and is taken back. */
final class Withdrawn {

    private Withdrawn() {}

    /** A report that was published so many times, each time with another text. */
    static Vss published(int count) {
        Vss vss = new Vss().withReport();
        for (int number = 1; number <= count; number++) {
            write(vss, "Läget %d.".formatted(number));
            Vss.asController()
                    .post(vss.path(PUBLICATIONS + Vss.AS_IT_IS))
                    .then()
                    .statusCode(201);
        }
        return vss;
    }

    static Response withdraw(Vss vss, int number, String reason) {
        return withdraw(Vss.asController(), vss, number, reason);
    }

    static Response withdraw(RequestSpecification by, Vss vss, int number, String reason) {
        return by.body(Map.of("reason", reason)).post(vss.path(PUBLICATIONS + "/" + number + "/withdrawal"));
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Stockholm"));
    }
}

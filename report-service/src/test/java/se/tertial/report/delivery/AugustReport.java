package se.tertial.report.delivery;

import io.restassured.response.Response;
import se.tertial.report.Vss;

/** The report of August of an administration, as tests write and publish it. */
final class AugustReport {

    static final String DOCUMENT = "reports/2021-08/document";
    static final String PUBLICATIONS = "reports/2021-08/publications";

    private AugustReport() {}

    /** Publishes what the draft has become, with a key of the caller's. */
    static Response publish(Vss vss, String key) {
        return Vss.asController().header("Idempotency-Key", key).post(vss.path(PUBLICATIONS + Vss.AS_IT_IS));
    }

    /** Writes the overall judgement. */
    static void write(Vss vss, String text) {
        Vss.asController()
                .body("{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"%s\"}]}"
                        .formatted(text))
                .put(vss.path("narratives"))
                .then()
                .statusCode(200);
    }
}

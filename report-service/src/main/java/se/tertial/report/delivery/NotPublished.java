package se.tertial.report.delivery;

/** How it is answered that a report is not published, as the API description shows it. */
final class NotPublished {

    static final String INCOMPLETE =
            """
            {"type": "https://tertial.se/problems/incomplete", "title": "Something is missing", "status": 409,
             "detail": "The draft lists what it lacks (2): Avsnittet ”Samlad bedömning” saknar text. Förvaltningsmålet ”God service” är \
            inte bedömt. Complete it; or publish it as it is with ifIncomplete=PUBLISH and a reason.",
             "instance": "/report/v1/municipalities/0580/administrations/vss/reports/2021-08/publications",
             "traceId": "0af7651916cd43dd8448eb211c80319c", "violations": []}
            """;

    static final String BEHIND =
            """
            {"type": "https://tertial.se/problems/behind", "title": "Changes may be missing", "status": 409,
             "detail": "The draft may lack changes that these services have acknowledged, each with the time up to which nothing is \
            missing: finance-service (2021-09-14T08:29:51Z). Try again soon; or publish all the same with ifBehind=PUBLISH and a reason.",
             "instance": "/report/v1/municipalities/0580/administrations/vss/reports/2021-08/publications",
             "traceId": "0af7651916cd43dd8448eb211c80319c", "violations": []}
            """;

    static final String NOTHING_CORRECTED =
            """
            {"type": "https://tertial.se/problems/conflict", "title": "Not possible now", "status": 409,
             "detail": "Nothing has changed since publication 1, so nothing was corrected.",
             "instance": "/report/v1/municipalities/0580/administrations/vss/reports/2021-08/publications",
             "traceId": "0af7651916cd43dd8448eb211c80319c", "violations": []}
            """;

    private NotPublished() {}
}

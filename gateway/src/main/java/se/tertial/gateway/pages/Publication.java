package se.tertial.gateway.pages;

import io.quarkus.qute.TemplateData;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A published document, as the start page shows it.
 *
 * @param href the absolute path of the document
 */
@TemplateData
record Publication(String title, String municipality, String administration, String period, String href) {

    private static final int LONGEST = 300;

    /** Empty if the item cannot be shown, or points away from here. */
    static Optional<Publication> of(Object item) {
        if (!(item instanceof JsonObject json)) {
            return Optional.empty();
        }
        Publication publication = new Publication(
                text(json, "title"),
                text(json, "municipality"),
                text(json, "administration"),
                text(json, "period"),
                text(json, "href"));
        boolean local = publication.href.matches("/[A-Za-z0-9][A-Za-z0-9._~!$&'()*+,=:@/?%-]*");
        return local && !publication.title.isBlank() ? Optional.of(publication) : Optional.empty();
    }

    private static String text(JsonObject json, String field) {
        return json.getValue(field) instanceof String text && text.length() <= LONGEST ? text : "";
    }
}

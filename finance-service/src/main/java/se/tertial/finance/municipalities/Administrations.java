package se.tertial.finance.municipalities;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;

/** The administrations of municipalities. */
@ApplicationScoped
public class Administrations implements Rows<AdministrationRow, Administration> {

    @Override
    public String topic() {
        return "finance.administration.v1";
    }

    @Override
    public Administration blank(Identity identity) {
        return new Administration(identity);
    }

    @Override
    public String order() {
        return "id.administrationId";
    }

    /** All of a municipality. */
    List<AdministrationRow> of(String municipalityId) {
        return list("id.municipalityId = ?1 order by id.administrationId", municipalityId).stream()
                .map(Administration::row)
                .toList();
    }
}

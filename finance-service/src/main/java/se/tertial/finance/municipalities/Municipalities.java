package se.tertial.finance.municipalities;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;

/** The municipalities. */
@ApplicationScoped
public class Municipalities implements Rows<MunicipalityRow, Municipality> {

    @Override
    public String topic() {
        return "finance.municipality.v1";
    }

    @Override
    public Municipality blank(Identity identity) {
        return new Municipality(identity);
    }

    @Override
    public String order() {
        return "id.municipalityId";
    }

    /** All of them: a few hundred at most. */
    List<MunicipalityRow> all() {
        return list("order by id.municipalityId").stream()
                .map(Municipality::row)
                .toList();
    }
}

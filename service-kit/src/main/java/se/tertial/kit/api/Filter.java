package se.tertial.kit.api;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rows a list is about: fields held against what the caller asked for. */
public record Filter(String query, Map<String, Object> parameters) {

    public static final Filter NONE = new Filter("", Map.of());

    /** One condition more, unless the caller left it open. */
    public Filter and(String field, @Nullable Object value) {
        return and(field, "=", value);
    }

    /** One comparison more, unless the caller left it open. */
    public Filter and(String field, String comparison, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String name = "p" + parameters.size();
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(name, value);
        String condition = field + " " + comparison + " :" + name;
        return new Filter(query.isEmpty() ? condition : query + " and " + condition, Map.copyOf(all));
    }
}

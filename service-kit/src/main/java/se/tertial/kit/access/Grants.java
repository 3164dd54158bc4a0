package se.tertial.kit.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads what a token grants out of the claim in which the identity provider puts it. */
@Singleton
class Grants {

    private final List<String> claim;
    private final GrantPattern pattern;

    /** Where grants stand in a token, and how they are written. */
    @ConfigMapping(prefix = "tertial.access")
    interface Config {

        /** The claim; one within another as {@code resource_access/tertial/roles}. */
        @WithDefault("grants")
        String claim();

        /** How one grant is written; see {@link GrantPattern}. */
        @WithDefault("{role}:{municipality}:{administration}[:{resource}[:{access}]]")
        String pattern();

        /** The word for all municipalities, or all administrations. */
        @WithDefault("*")
        String all();
    }

    @Inject
    Grants(Config config) {
        claim = List.of(config.claim().split("/", -1));
        pattern = new GrantPattern(config.pattern(), config.all());
    }

    List<Grant> of(JsonWebToken token) {
        Object value = token.getClaim(claim.get(0));
        for (String name : claim.subList(1, claim.size())) {
            value = value instanceof JsonObject object ? object.get(name) : null;
        }
        return texts(value).map(pattern::read).flatMap(Optional::stream).toList();
    }

    /** A list of texts, or one text with blanks between, as OAuth writes scopes. */
    private static Stream<String> texts(@Nullable Object value) {
        return value instanceof Collection<?> many
                ? many.stream().map(Grants::text)
                : value == null ? Stream.of() : Arrays.stream(text(value).split(" ", -1));
    }

    private static String text(Object value) {
        return value instanceof JsonString string ? string.getString() : Objects.toString(value);
    }
}

package se.tertial.kit.access;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an identity provider writes a grant, such as <code>{role}:{municipality}:{administration}[:{resource}[:{access}]]</code>: names in
 * braces stand for words, brackets enclose what may be absent, everything else stands for itself.
 */
final class GrantPattern {

    private static final Set<String> NAMES = Set.of("role", "municipality", "administration", "resource", "access");
    private static final Pattern PART = Pattern.compile("\\{([a-z]+)}|\\[|]|[^{\\[\\]]+");

    private final Pattern pattern;
    private final Set<String> names = new HashSet<>();
    private final String all;

    /**
     * @param all the word that stands for all municipalities or all administrations
     * @throws IllegalArgumentException if it is not such a pattern
     */
    GrantPattern(String text, String all) {
        this.all = all.toLowerCase(Locale.ROOT);
        StringBuilder regex = new StringBuilder();
        Matcher parts = PART.matcher(text);
        int read = 0;
        while (parts.find() && parts.start() == read) {
            regex.append(part(parts.group(), parts.group(1)));
            read = parts.end();
        }
        if (read != text.length() || !names.containsAll(Set.of("role", "municipality", "administration"))) {
            throw new IllegalArgumentException(
                    "“" + text + "” is not understood as a pattern of grants: it needs {role}, {municipality} and"
                            + " {administration}, and may have {resource} and {access}, and [ ] around what may be absent");
        }
        pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    private String part(String part, @Nullable String name) {
        if (name == null) {
            return switch (part) {
                case "[" -> "(?:";
                case "]" -> ")?";
                default -> Pattern.quote(part);
            };
        }
        if (!NAMES.contains(name) || !names.add(name)) {
            throw new IllegalArgumentException("{" + name + "} is unknown, or stands twice, in the pattern of grants");
        }
        boolean placed = name.equals("municipality") || name.equals("administration");
        return "(?<" + name + ">[A-Za-z0-9-]+" + (placed ? "|" + Pattern.quote(all) : "") + ")";
    }

    /** Empty if the text is no grant. */
    Optional<Grant> read(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String municipality = word(matcher, "municipality");
        String administration = word(matcher, "administration");
        String role = word(matcher, "role");
        return role == null || municipality == null || administration == null
                ? Optional.empty()
                : Grant.of(
                        role,
                        orAll(municipality),
                        orAll(administration),
                        word(matcher, "resource"),
                        word(matcher, "access"));
    }

    private String orAll(String word) {
        return word.equals(all) ? "*" : word;
    }

    private @Nullable String word(Matcher matcher, String name) {
        String word = names.contains(name) ? matcher.group(name) : null;
        return word == null ? null : word.toLowerCase(Locale.ROOT);
    }
}

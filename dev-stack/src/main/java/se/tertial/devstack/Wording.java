package se.tertial.devstack;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.tertial.language.Translations;

/** What a module says to people, held against its Swedish. */
public final class Wording {

    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    private Wording() {}

    /**
     * Holds the messages in the classes of the module whose tests run against its translations: each has one, none is left
     * over, and both have the same parameters. Where two modules say the same, they translate it alike.
     *
     * @throws AssertionError if that is not so, with what to write where
     */
    public static void hold() throws IOException {
        hold(Path.of("target", "classes"), Path.of("src", "main", "resources", Translations.FILE));
    }

    static void hold(Path classes, Path file) throws IOException {
        CompiledMessages messages = CompiledMessages.of(classes);
        List<String> faults = new ArrayList<>(messages.faults());
        Map<String, String> swedish;
        try (Reader reader = Files.newBufferedReader(file)) {
            swedish = Translations.read(reader);
        }
        for (String template : messages.templates()) {
            String translation = swedish.get(template);
            if (translation == null) {
                faults.add("not translated; write into " + file + "\n\nmsgid \"" + template.replace("\"", "\\\"")
                        + "\"\nmsgstr \"\"\n");
            } else if (!places(template).equals(places(translation))) {
                faults.add("parameters differ between “" + template + "” and “" + translation + "”");
            }
        }
        swedish.keySet().stream()
                .filter(template -> !messages.templates().contains(template))
                .forEach(template -> faults.add("translated and nowhere said: “" + template + "”"));
        faults.addAll(contradictions(swedish));
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join("\n", faults));
        }
    }

    static Set<String> places(String template) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(template);
        while (matcher.find()) {
            places.add(matcher.group());
        }
        return places;
    }

    private static List<String> contradictions(Map<String, String> swedish) throws IOException {
        List<String> faults = new ArrayList<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (URL url : Collections.list(loader.getResources(Translations.FILE))) {
            try (Reader reader = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
                Translations.read(reader).forEach((template, other) -> {
                    String own = swedish.get(template);
                    if (own != null && !own.equals(other)) {
                        faults.add("“" + template + "” is “" + own + "” here and “" + other + "” in " + url);
                    }
                });
            }
        }
        return faults;
    }
}

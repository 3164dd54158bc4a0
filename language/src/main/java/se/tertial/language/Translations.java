package se.tertial.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Templates and their Swedish, as the modules on the class path have them, each in a file of the form that gettext reads. */
public final class Translations {

    /** Where a module keeps its translations. */
    public static final String FILE = "messages_sv.po";

    private Translations() {}

    /** The template in a language; in English if nobody translated it. */
    static String of(String template, Language language) {
        return language == Language.ENGLISH ? template : Swedish.ALL.getOrDefault(template, template);
    }

    /**
     * Reads one file.
     *
     * @return Swedish templates by the English ones, in the order of the file
     * @throws IOException if the file is not what it should be, with the line where it is not
     */
    public static Map<String, String> read(Reader file) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        BufferedReader lines = new BufferedReader(file);
        StringBuilder english = new StringBuilder();
        StringBuilder swedish = new StringBuilder();
        StringBuilder open = null;
        String line;
        for (int number = 1; (line = lines.readLine()) != null; number++) {
            String entry = line.strip();
            if (entry.startsWith("msgid ")) {
                put(all, english, swedish);
                open = english;
                open.append(unquoted(entry.substring(6), number));
            } else if (entry.startsWith("msgstr ") && open == english) {
                open = swedish;
                open.append(unquoted(entry.substring(7), number));
            } else if (entry.startsWith("\"") && open != null) {
                open.append(unquoted(entry, number));
            } else if (!entry.isEmpty() && !entry.startsWith("#")) {
                throw new IOException("Line " + number + " is none of msgid, msgstr and text in quotation marks.");
            }
        }
        put(all, english, swedish);
        return all;
    }

    private static void put(Map<String, String> all, StringBuilder english, StringBuilder swedish) throws IOException {
        if (!english.isEmpty()) { // the header of the file translates nothing
            if (swedish.isEmpty()) {
                throw new IOException("There is no msgstr for “" + english + "”.");
            }
            if (all.put(english.toString(), swedish.toString()) != null) {
                throw new IOException("“" + english + "” stands twice.");
            }
        }
        english.setLength(0);
        swedish.setLength(0);
    }

    private static String unquoted(String text, int number) throws IOException {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            throw new IOException("Line " + number + " has no text in quotation marks.");
        }
        return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\n", "\n");
    }

    /** Loaded when first somebody wants Swedish. */
    private static final class Swedish {

        static final Map<String, String> ALL = load();

        private static Map<String, String> load() {
            Map<String, String> all = new LinkedHashMap<>();
            try {
                for (URL url : files()) {
                    try (Reader file = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
                        all.putAll(read(file));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return all;
        }

        /** In tests of Quarkus it is only the loader of the context that sees the modules. */
        private static List<URL> files() throws IOException {
            List<URL> files =
                    Collections.list(Translations.class.getClassLoader().getResources(FILE));
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context != null) {
                files.addAll(Collections.list(context.getResources(FILE)));
            }
            return files;
        }
    }
}

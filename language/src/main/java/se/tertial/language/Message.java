package se.tertial.language;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something to say to a person: an English template and what is put into it, kept apart until it is known which language the
 * person reads. What is put in is never read as a template, whoever wrote it.
 *
 * <p>Every template stands, with its Swedish, in the {@code messages_sv.po} of its module; a test of the module says so.
 */
public final class Message implements Worded {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private final String template;
    private final Map<String, Object> parameters;

    private Message(String template, Map<String, Object> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    /**
     * A message.
     *
     * @param template   English, with {@code {0}} and so on where the parameters go; a literal, since what is put together
     *                   while the program runs cannot be translated
     * @param parameters text, numbers, lists of words to quote, and what is {@link Worded}: a period, another message
     */
    public static Message of(@CompileTimeConstant String template, Object... parameters) {
        Map<String, Object> numbered = new HashMap<>();
        for (int index = 0; index < parameters.length; index++) {
            numbered.put(Integer.toString(index), parameters[index]);
        }
        return new Message(template, numbered);
    }

    /**
     * The message of an annotation, which has no parameters but the attributes of the annotation.
     *
     * @param template English, with names of attributes where these go: {@code {max}}
     */
    public static Message ofAnnotation(String template, Map<String, Object> attributes) {
        return new Message(template, attributes);
    }

    @Override
    public String in(Language language) {
        return PLACE.matcher(Translations.of(template, language))
                .replaceAll(place -> Matcher.quoteReplacement(
                        parameters.containsKey(place.group(1))
                                ? text(parameters.get(place.group(1)), language)
                                : place.group()));
    }

    /** In English, for logs. */
    @Override
    public String toString() {
        return in(Language.ENGLISH);
    }

    private static String text(Object parameter, Language language) {
        if (parameter instanceof Worded worded) {
            return worded.in(language);
        }
        if (parameter instanceof Collection<?> words) {
            return language.quoted(words);
        }
        if (parameter instanceof Number number) {
            return language.number(number);
        }
        return String.valueOf(parameter);
    }
}

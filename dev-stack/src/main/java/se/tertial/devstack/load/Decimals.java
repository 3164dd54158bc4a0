package se.tertial.devstack.load;

import java.util.regex.Pattern;

/** Decimal numbers as people write them: with a point, or as Swedish spreadsheets do with a comma. */
enum Decimals {
    POINT,
    COMMA;

    private static final Pattern GROUPED =
            Pattern.compile("[-−]?[0-9]{1,3}([ \u00a0\u202f][0-9]{3}){1,6}(,[0-9]{1,20})?");
    private static final Pattern COMMA_OF_THOUSANDS = Pattern.compile("[-−]?[0-9]{1,3}(,[0-9]{3}){1,6}");

    /** The decimal sign itself. */
    char sign() {
        return this == POINT ? '.' : ',';
    }

    /** Whether a text with a comma could be meant either as a decimal number or as a whole number in groups of thousands. */
    static boolean isAmbiguous(String text) {
        return COMMA_OF_THOUSANDS.matcher(text.strip()).matches();
    }

    /**
     * The number with a decimal point, as the APIs take it. What is no number stays as it is, for whoever checks it.
     *
     * @throws IllegalArgumentException if it is written with the other decimal sign
     */
    String normalise(String text) {
        if (this == POINT) {
            if (text.indexOf(',') >= 0) {
                throw new IllegalArgumentException(
                        "“" + Item.brief(text) + "” has a decimal comma, and the file's decimal sign is a point.");
            }
            return text;
        }
        if (text.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "“" + Item.brief(text) + "” has a decimal point, and the file's decimal sign is a comma.");
        }
        String number = text.strip();
        if (GROUPED.matcher(number).matches()) {
            number = number.replaceAll("[ \u00a0\u202f]", "");
        }
        return number.replace('−', '-').replace(',', '.');
    }
}

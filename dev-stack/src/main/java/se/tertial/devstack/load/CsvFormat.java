package se.tertial.devstack.load;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of CSV files are written, as far as a dataset declares it. What is not declared is recognised where only one
 * reading is possible, and asked for where two are.
 *
 * @param delimiter the character between cells: {@code ,} or {@code ;} or a tab
 * @param decimal   the decimal sign of numbers: {@code .} or {@code ,}
 * @param encoding  the character encoding of the files: {@code utf-8} or {@code windows-1252}
 */
public record CsvFormat(@Nullable String delimiter, @Nullable String decimal, @Nullable String encoding) {

    static final CsvFormat UNDECLARED = new CsvFormat(null, null, null);

    private static final List<String> DELIMITERS = List.of(",", ";", "\t");
    private static final List<String> DECIMALS = List.of(".", ",");
    private static final List<String> ENCODINGS = List.of("utf-8", "windows-1252");

    /** This format, with what it leaves open taken from another. */
    CsvFormat orElse(CsvFormat other) {
        return new CsvFormat(
                delimiter == null ? other.delimiter : delimiter,
                decimal == null ? other.decimal : decimal,
                encoding == null ? other.encoding : encoding);
    }

    Charset charset() {
        return Charset.forName(encoding == null ? "utf-8" : encoding);
    }

    @Nullable
    String mistake() {
        if (delimiter != null && !DELIMITERS.contains(delimiter)) {
            return "“delimiter” is one of \",\", \";\" and \"\\t\"";
        }
        if (decimal != null && !DECIMALS.contains(decimal)) {
            return "“decimal” is \".\" or \",\"";
        }
        if (encoding != null && !ENCODINGS.contains(encoding)) {
            return "“encoding” is utf-8 or windows-1252";
        }
        return null;
    }
}

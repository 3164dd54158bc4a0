package se.tertial.report.wording;

import java.text.Collator;
import java.util.Comparator;
import java.util.Locale;

/** The order of Swedish names: word by word, and å, ä and ö after z. */
public final class SwedishOrder implements Comparator<String> {

    /** A collator serves one thread at a time: each order has its own. */
    private final Collator collator = Collator.getInstance(Locale.forLanguageTag("sv"));

    @Override
    public int compare(String one, String other) {
        String[] words = one.split(" ", -1);
        String[] others = other.split(" ", -1);
        for (int index = 0; index < Math.min(words.length, others.length); index++) {
            int order = collator.compare(words[index], others[index]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(words.length, others.length);
    }
}

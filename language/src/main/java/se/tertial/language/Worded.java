package se.tertial.language;

/** What people of each language put in words of their own, as they do a period. */
public interface Worded {

    String in(Language language);
}

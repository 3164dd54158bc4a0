package se.tertial.kit.journal;

/** A kind of the journal's entries that are in no topic: they tell who was shown something, not what a row is. */
public interface Unpublished {

    /** What entries of this kind have where others have their topic. */
    String topic();
}

package se.tertial.devstack.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.load.Dataset.Step;
import se.tertial.devstack.load.Dataset.Target;

/**
 * One file's rows, and where they go.
 *
 * @param folder  the folder that the file is in
 * @param reading how the file was read, if that was recognised or declared and is not the usual
 */
record Load(Path folder, Step step, Target target, List<Item> items, String reading) {

    /** Whether the file's only row goes to an address of its own. */
    boolean isOne() {
        return step.put() != null;
    }

    String source() {
        return step.source();
    }

    /**
     * What a service found wrong with rows, with their places in the file.
     *
     * @param from where in the file's rows those that were sent begin
     */
    Failure refused(Api.Answer answer, int from, List<Item> sent) {
        Mistakes mistakes = new Mistakes();
        for (JsonNode violation : answer.body().path("violations")) {
            Told told = told(violation, sent);
            mistakes.add(told.place(), told.message());
        }
        String consequence = source() + " was refused, "
                + (from == 0 ? "nothing of it was loaded" : "the first " + from + " rows were loaded before")
                + " (" + answer.problem() + ")";
        try {
            mistakes.throwIfAny(consequence);
        } catch (Failure failure) {
            return failure;
        }
        return new Failure(consequence);
    }

    /**
     * What a service says of rows.
     *
     * @param place in the file, or of the request
     */
    record Told(String place, String message) {}

    /** What a violation or a warning says, with its place in the file. */
    Told told(JsonNode said, List<Item> sent) {
        String field = said.path("field").asText("");
        String message = said.path("message").asText("");
        if (!said.path("in").asText("body").equals("body")) {
            return new Told(source() + ", " + field, message);
        }
        Place place = place(sent, field);
        return new Told(place.in(this), place.quoting(message));
    }

    /** From {@code /items/17/value/number}, or {@code /value/number} where the only row is the body. */
    private Place place(List<Item> sent, String pointer) {
        if (isOne()) {
            return new Place(sent.get(0), pointer);
        }
        String[] steps = pointer.split("/", 4);
        if (steps.length >= 3 && steps[1].equals("items") && steps[2].matches("[0-9]{1,6}")) {
            int index = Integer.parseInt(steps[2]);
            if (index < sent.size()) {
                return new Place(sent.get(index), steps.length == 4 ? "/" + steps[3] : "");
            }
        }
        return new Place(null, pointer);
    }

    /** A place of a request's body: the row it is in, if it is in one, and the JSON Pointer within that. */
    private record Place(@Nullable Item item, String pointer) {

        /** The row and column of the file. */
        String in(Load load) {
            return item == null
                    ? load.source() + (pointer.isEmpty() ? "" : ", " + Item.path(pointer))
                    : item.place().apply(pointer);
        }

        /** The message, with the value that it is about. */
        String quoting(String message) {
            String value = item == null ? "" : item.value(pointer).orElse("");
            return value.isEmpty() || message.contains(Item.brief(value).replace("…", ""))
                    ? message
                    : message + " (“" + Item.brief(value) + "”)";
        }
    }
}

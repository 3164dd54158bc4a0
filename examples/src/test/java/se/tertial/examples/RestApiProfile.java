package se.tertial.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the national REST API profile (DIGG, 1.2.0) that an OpenAPI document can be held against, each under its identifiers. What
 * only a running service can show is in {@code ConductTest}; how each of the 151 requirements is met stands in
 * docs/rest-api-profile.md.
 */
enum RestApiProfile {
    DOK_01(
            "the documentation is online",
            document -> document.hasText("/externalDocs/url", "/externalDocs/description")),
    DOK_03(
            "version, title, description, contact and licence are told",
            document -> document.hasText(
                    "/info/version",
                    "/info/title",
                    "/info/description",
                    "/info/contact/name",
                    "/info/contact/url",
                    "/info/contact/email",
                    "/info/license/name",
                    "/info/license/url")),
    DOK_06("the description is in Swedish and English", Document::hasTwoLanguages),
    DOK_08("the service level is told", document -> document.hasText("/info/termsOfService")),
    DOK_09(
            "known limitations are told",
            document -> document.matches("/info/description", ".*\\b(begränsning|limit).*")),
    DOK_11("the intention is described", document -> document.matches("/info/description", ".{100,}")),
    DOK_15("every request and answer in JSON has an example", Document::hasExamples),
    DOK_17("it is of the newest major version of OpenAPI", document -> document.matches("/openapi", "3\\.1\\.\\d+")),
    DOK_19("every operation is described", document -> document.operations(Document::described)),
    DOK_20(
            "every answer is described, and what goes wrong is among them",
            document -> document.operations(Document::answersDescribed)),
    DOT_01("dates and times say that they are", Document::datesAreDates),
    RES_02(
            "nobody is asked for by a personal identity number",
            document -> document.parameters((name, parameter) ->
                    !name.toLowerCase(Locale.ROOT).matches(".*(personnummer|pnr|ssn|personalidentity).*"))),
    RES_06("paths are of lower-case letters, digits and hyphens", Document::pathsAreLowerCase),
    UFN_01(
            "the server is named https://host/api/v1",
            document -> document.matches("/servers/0/url", "https?://[a-z0-9.-]+/[a-z]+/v\\d+")),
    UFN_02("it is reached by https at port 443", document -> document.matches("/servers/0/url", "https://[^:]+")),
    UFN_05("addresses are short", Document::addressesAreShort),
    AME_01("bodies are application/json", Document::bodiesAreJson),
    AME_04("fields are named in camelCase", Document::fieldsAreCamelCase),
    ARQ_03("headers that are told of say what they are", Document::headersSayWhatTheyAre),
    ARQ_05(
            "headers carry no payload",
            document -> document.parameters(
                    (name, parameter) -> !parameter.path("in").asText().equals("header")
                            || Document.HEADERS.contains(name.toLowerCase(Locale.ROOT)))),
    FEL_01("errors are problems with five fields", Document::errorsAreProblems),
    VER_06("it says which API it is", Document::hasApiInfo),
    FNS_01(
            "query parameters are in camelCase and begin with a letter",
            document -> document.parameters((name, parameter) ->
                    !parameter.path("in").asText().equals("query") || name.matches("[a-z][A-Za-z0-9]*"))),
    FNS_05(
            "query parameters need not be given, but for the period of an evaluation, which means nothing without one",
            document -> document.parameters(
                    (name, parameter) -> !parameter.path("in").asText().equals("query")
                            || name.equals("period")
                            || !parameter.path("required").asBoolean())),
    FNS_07("lists are paged by page, from 1, and limit, 20 unless told", Document::listsArePaged),
    SAK_09("tokens are bearer tokens, never basic, digest or a key in an address", Document::tokensAreBearerTokens),
    FOR_02(
            "reading takes no body",
            document -> document.operations((operation, faults) -> {
                if (operation.path("method").asText().equals("get") && operation.has("requestBody")) {
                    faults.accept("has a body");
                }
            }));

    private final String words;
    private final Check check;

    RestApiProfile(String words, Check check) {
        this.words = words;
        this.check = check;
    }

    private interface Check {
        List<String> faults(Document document);
    }

    /** As the profile writes it. */
    String id() {
        return name().replace('_', '.');
    }

    String words() {
        return words;
    }

    List<String> faults(JsonNode document) {
        return check.faults(new Document(document));
    }

    /** A document, and what is to be found in it. */
    private record Document(JsonNode root) {

        private static final Set<String> HEADERS = Set.of(
                "accept-language", "traceparent", "if-match", "if-none-match", "idempotency-key", "last-event-id");
        private static final Pattern SWEDISH = Pattern.compile("\\b(och|för|av|med|är)\\b");
        private static final Pattern ENGLISH = Pattern.compile("\\b(and|for|of|with|is|the)\\b");
        private static final int LONGEST_ADDRESS = 2_048;

        List<String> hasText(String... pointers) {
            return Stream.of(pointers)
                    .filter(pointer -> root.at(pointer).asText().isBlank())
                    .map(pointer -> pointer + " is missing")
                    .toList();
        }

        List<String> matches(String pointer, String regex) {
            String text = root.at(pointer).asText();
            return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches()
                    ? List.of()
                    : List.of(pointer + " is " + text);
        }

        List<String> hasTwoLanguages() {
            String text = root.at("/info/description").asText();
            return SWEDISH.matcher(text).find() && ENGLISH.matcher(text).find() ? List.of() : List.of(text);
        }

        /** What is wrong with each operation, which knows its method and path. */
        List<String> operations(BiConsumer<JsonNode, Consumer<String>> check) {
            List<String> faults = new ArrayList<>();
            for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
                for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                    JsonNode known = ((ObjectNode) operation.getValue().deepCopy())
                            .put("method", operation.getKey())
                            .put("path", path.getKey());
                    check.accept(known, fault -> faults.add(operation.getKey() + " " + path.getKey() + " " + fault));
                }
            }
            return faults;
        }

        List<String> parameters(BiPredicate<String, JsonNode> right) {
            return operations(
                    (operation, faults) -> operation.path("parameters").forEach(one -> {
                        JsonNode parameter = resolve(one);
                        String name = parameter.path("name").asText();
                        if (!right.test(name, parameter)) {
                            faults.accept("has the parameter " + name);
                        }
                    }));
        }

        static void described(JsonNode operation, Consumer<String> faults) {
            if (operation.path("description").asText().isBlank()
                    || operation.path("summary").asText().isBlank()) {
                faults.accept("is not described");
            }
        }

        List<String> operations(Answered check) {
            return operations((operation, faults) -> check.look(this, operation, faults));
        }

        private interface Answered {
            void look(Document document, JsonNode operation, Consumer<String> faults);
        }

        void answersDescribed(JsonNode operation, Consumer<String> faults) {
            JsonNode responses = operation.path("responses");
            for (String expected : List.of("400", "429", "500", "default")) {
                if (!responses.has(expected)) {
                    faults.accept("does not tell of " + expected);
                }
            }
            responses.properties().forEach(response -> {
                if (resolve(response.getValue()).path("description").asText().isBlank()) {
                    faults.accept("does not describe " + response.getKey());
                }
            });
        }

        /** Every media type of every body: its place, its type and what is said of it. */
        private List<Body> bodies() {
            List<Body> bodies = new ArrayList<>();
            operations((operation, faults) -> {
                String place = operation.path("operationId").asText();
                operation
                        .path("requestBody")
                        .path("content")
                        .properties()
                        .forEach(content ->
                                bodies.add(new Body(place, "request", content.getKey(), content.getValue())));
                operation.path("responses").properties().forEach(response -> resolve(response.getValue())
                        .path("content")
                        .properties()
                        .forEach(content ->
                                bodies.add(new Body(place, response.getKey(), content.getKey(), content.getValue()))));
            });
            return bodies;
        }

        private record Body(String operation, String status, String type, JsonNode media) {

            boolean isError() {
                return status.equals("default") || status.startsWith("4") || status.startsWith("5");
            }
        }

        List<String> hasExamples() {
            return bodies().stream()
                    .filter(body -> body.type().endsWith("json"))
                    .filter(body -> !body.media().has("example")
                            && body.media().path("examples").isEmpty())
                    .map(Body::toString)
                    .toList();
        }

        /** One representation at least is JSON; what is no data (a page, a stream) stands beside or alone. */
        List<String> bodiesAreJson() {
            return bodies().stream()
                    .filter(
                            body -> !body.type()
                                    .matches(
                                            "application/json|application/problem\\+json|application/yaml|text/html|text/event-stream"))
                    .map(Body::toString)
                    .toList();
        }

        List<String> errorsAreProblems() {
            List<String> faults = new ArrayList<>();
            operations((operation, ignored) -> operation
                    .path("responses")
                    .properties()
                    .forEach(response -> {
                        boolean error = response.getKey().matches("[45]\\d\\d|default");
                        JsonNode content = resolve(response.getValue()).path("content");
                        if (error && !content.has("application/problem+json")) {
                            faults.add(operation.path("operationId").asText() + " " + response.getKey());
                        }
                    }));
            bodies().stream().filter(Body::isError).forEach(body -> {
                JsonNode properties = resolve(body.media().path("schema")).path("properties");
                for (String field : List.of("type", "title", "status", "detail", "instance")) {
                    if (!properties.has(field)) {
                        faults.add(body.operation() + " " + body.status() + " has no " + field);
                    }
                }
            });
            return faults;
        }

        List<String> pathsAreLowerCase() {
            return names(root.path("paths"))
                    .filter(path -> !path.matches("(/([a-z0-9]+(-[a-z0-9]+)*|\\{[a-z][A-Za-z0-9]*\\}))+"))
                    .toList();
        }

        List<String> addressesAreShort() {
            String server = root.at("/servers/0/url").asText();
            return names(root.path("paths"))
                    .filter(path -> (server + path).length() > LONGEST_ADDRESS)
                    .toList();
        }

        private List<Map.Entry<String, JsonNode>> properties() {
            return elements(root.at("/components/schemas"))
                    .flatMap(schema -> schema.path("properties").properties().stream())
                    .toList();
        }

        List<String> fieldsAreCamelCase() {
            return properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !name.matches("_links|_meta|[a-z]+([A-Z][a-z0-9]*)*"))
                    .toList();
        }

        List<String> datesAreDates() {
            return properties().stream()
                    .filter(property -> property.getKey().matches("valid(From|To)|.*(At|Day|Date|Released|AsOf)"))
                    .filter(property ->
                            !property.getValue().path("format").asText().matches("date|date-time"))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        List<String> headersSayWhatTheyAre() {
            List<String> faults = new ArrayList<>();
            JsonNode headers = root.at("/components/headers");
            if (!headers.at("/ETag/schema/format").asText().equals("etag")) {
                faults.add("ETag");
            }
            if (headers.at("/Cache-Control/schema/enum").isEmpty()) {
                faults.add("Cache-Control");
            }
            return faults;
        }

        List<String> hasApiInfo() {
            JsonNode schema = resolve(
                    root.path("paths").path("/api-info").at("/get/responses/200/content/application~1json/schema"));
            return Stream.of("apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus")
                    .filter(field -> !schema.path("properties").has(field))
                    .toList();
        }

        List<String> listsArePaged() {
            return operations((operation, faults) -> {
                @Nullable JsonNode page = parameter(operation, "page");
                @Nullable JsonNode limit = parameter(operation, "limit");
                boolean list = operation.path("operationId").asText().startsWith("list")
                        && operation.path("method").asText().equals("get");
                boolean follows = parameter(operation, "since") != null;
                if (list && !follows && (page == null || limit == null)) {
                    faults.accept("is not paged");
                }
                if (page != null && page.at("/schema/default").asInt() != 1) {
                    faults.accept("does not begin at page 1");
                }
                if (limit != null
                        && (limit.at("/schema/default").asInt() != 20
                                || !limit.at("/schema/maximum").isInt())) {
                    faults.accept("has no limit of 20 unless told");
                }
            });
        }

        private @Nullable JsonNode parameter(JsonNode operation, String name) {
            return elements(operation.path("parameters"))
                    .map(this::resolve)
                    .filter(parameter -> parameter.path("name").asText().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        List<String> tokensAreBearerTokens() {
            List<String> faults = new ArrayList<>();
            JsonNode schemes = root.at("/components/securitySchemes");
            if (schemes.isEmpty()) {
                faults.add("there is no scheme");
            }
            schemes.properties().forEach(scheme -> {
                boolean bearer = scheme.getValue().path("type").asText().equals("http")
                        && scheme.getValue().path("scheme").asText().equals("bearer");
                if (!bearer) {
                    faults.add(scheme.getKey());
                }
            });
            return faults;
        }

        private JsonNode resolve(JsonNode node) {
            return node.has("$ref") ? resolve(root.at(node.get("$ref").asText().substring(1))) : node;
        }

        private static Stream<JsonNode> elements(JsonNode node) {
            return StreamSupport.stream(node.spliterator(), false);
        }

        private static Stream<String> names(JsonNode object) {
            return object.properties().stream().map(Map.Entry::getKey);
        }
    }
}

package se.tertial.kit.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * What every operation answers, and which headers go both ways. That follows from its method, its path and whether it has a body:
 * see {@code Preconditions}, {@code Validators}, {@code Idempotency} and {@code ProblemMappers}, which do it.
 */
final class Answers {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String TAG = "\"1042\"";

    /** Where a municipality runs the suite, in examples. */
    static final String HOST = "https://kommun.example";

    /** A list that every service has, in examples. */
    static final String PERIODS = "/municipalities/0580/administrations/vss/periods";

    /** What follows from no rule: an operation that answers it says so. */
    private static final Set<Failure> STATED = EnumSet.of(Failure.GONE, Failure.STALE);

    private Answers() {}

    static void complete(OpenAPI document, String root) {
        Components components = document.getComponents();
        declareHeaders(components, root);
        declareParameters(components);
        for (Failure failure : Failure.values()) {
            components.addResponse(failure.component(), response(failure, root));
        }
        components.addResponse(
                "NotModified",
                with(
                        OASFactory.createAPIResponse().description("Not modified: the client has this state."),
                        "traceparent",
                        "ETag"));
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> complete(path, method, operation)));
        forgetUnused(document);
    }

    /** Not every service has every kind of operation. */
    private static void forgetUnused(OpenAPI document) {
        List<Operation> operations = document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .toList();
        Set<String> used = operations.stream()
                .flatMap(operation -> Stream.concat(
                        operation.getParameters().stream().map(Parameter::getRef),
                        operation.getResponses().getAPIResponses().values().stream()
                                .map(APIResponse::getRef)))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Components components = document.getComponents();
        List.copyOf(components.getParameters().keySet()).stream()
                .filter(name -> !used.contains("#/components/parameters/" + name))
                .forEach(components::removeParameter);
        List.copyOf(components.getResponses().keySet()).stream()
                .filter(name -> !used.contains("#/components/responses/" + name))
                .forEach(components::removeResponse);
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        if (operation.getSecurity() == null) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme("bearer"));
        }
        if (operation.getSecurity().stream()
                .allMatch(needed -> needed.getSchemes().isEmpty())) {
            operation.setSecurity(List.of());
        }
        boolean one = path.endsWith("}");
        Map<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        boolean stream = responses.containsKey("200")
                && responses.get("200").getContent() != null
                && responses.get("200").getContent().getMediaTypes().containsKey("text/event-stream");
        if (method == HttpMethod.GET && !stream) {
            responses.put("304", OASFactory.createAPIResponse().ref("NotModified"));
        }
        if (method == HttpMethod.PUT && one) {
            responses.put("201", created(Objects.requireNonNull(responses.get("200"))));
        }
        responses.forEach((status, response) -> describe(path, method, status, response));
        Set<Failure> failures = failures(path, method, operation, one);
        STATED.stream()
                .filter(failure -> responses.containsKey(failure.status()))
                .forEach(failures::add);
        for (Failure failure : failures) {
            APIResponse stated = responses.get(failure.status());
            if (stated == null || stated.getContent() == null) {
                responses.put(failure.status(), OASFactory.createAPIResponse().ref(failure.component()));
            }
        }
        APIResponses sorted = OASFactory.createAPIResponses();
        responses.forEach(sorted::addAPIResponse);
        operation.setResponses(sorted);
        boolean begins = responses.containsKey("201") || responses.containsKey("202");
        parameters(method, stream, begins)
                .forEach(name ->
                        operation.addParameter(OASFactory.createParameter().ref(name)));
    }

    private static Set<Failure> failures(String path, HttpMethod method, Operation operation, boolean one) {
        Set<Failure> failures = EnumSet.of(
                Failure.MALFORMED,
                Failure.NOT_ACCEPTABLE,
                Failure.TOO_MANY_REQUESTS,
                Failure.FAILED,
                Failure.UNAVAILABLE,
                Failure.OTHER);
        if (operation.getSecurity().stream().anyMatch(needed -> needed.hasScheme("bearer"))) {
            failures.addAll(EnumSet.of(Failure.UNAUTHENTICATED, Failure.FORBIDDEN));
        }
        if (path.contains("{")) {
            failures.add(Failure.NOT_FOUND);
        }
        if (method != HttpMethod.GET) {
            failures.addAll(EnumSet.of(Failure.CONFLICT, Failure.INVALID));
        }
        if (method == HttpMethod.PUT || method == HttpMethod.DELETE) {
            failures.add(Failure.STALE);
        }
        if (one && (method == HttpMethod.PUT || method == HttpMethod.DELETE)) {
            failures.add(Failure.PRECONDITION_REQUIRED);
        }
        if (operation.getRequestBody() != null) {
            failures.addAll(EnumSet.of(Failure.TOO_LARGE, Failure.UNSUPPORTED_MEDIA_TYPE));
        }
        return failures;
    }

    private static List<String> parameters(HttpMethod method, boolean stream, boolean begins) {
        List<String> names = new ArrayList<>(List.of("AcceptLanguage", "Traceparent"));
        if (method == HttpMethod.GET && !stream) {
            names.add("IfNoneMatch");
        }
        if (method == HttpMethod.PUT || method == HttpMethod.DELETE) {
            names.add("IfMatch");
        }
        if (method == HttpMethod.POST && begins) {
            names.add("IdempotencyKey");
        }
        return names;
    }

    private static APIResponse created(APIResponse replaced) {
        return OASFactory.createAPIResponse().description("Created.").content(replaced.getContent());
    }

    /** What the generator says without being told is no description. */
    private static void describe(String path, HttpMethod method, String status, APIResponse response) {
        if (response.getRef() != null) {
            return;
        }
        boolean generated =
                response.getDescription() == null || response.getDescription().matches("OK|Created|No Content");
        if (generated) {
            response.setDescription(
                    switch (method) {
                        case GET -> "The current state.";
                        case DELETE -> "Deleted; its history stays.";
                        case PUT ->
                            path.endsWith("}")
                                    ? "Replaced; or unchanged, if it had the same content."
                                    : "All of it is written.";
                        default -> "Done.";
                    });
        }
        boolean json = response.getContent() != null
                && response.getContent().getMediaTypes().containsKey("application/json");
        with(response, "traceparent");
        if (json && method == HttpMethod.GET) {
            with(response, "ETag", "Cache-Control", "Link");
        } else if (json && method == HttpMethod.PUT && path.endsWith("}")) {
            with(response, "ETag");
        }
        if (status.equals("201") || status.equals("202")) {
            with(response, "Location");
        }
    }

    private static APIResponse response(Failure failure, String root) {
        Schema problem = OASFactory.createSchema().ref("#/components/schemas/Problem");
        Content content = OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(problem)
                                .addExample(
                                        failure.kind(),
                                        OASFactory.createExample()
                                                .summary(failure.description())
                                                .value(failure.problem(
                                                        root + "/municipalities/0580/administrations/vss"))));
        APIResponse response = OASFactory.createAPIResponse()
                .description(failure.description())
                .content(content);
        with(response, "traceparent");
        if (failure.passes()) {
            with(response, "Retry-After");
        }
        if (failure == Failure.GONE) {
            goneHeaders(response, root);
        }
        if (failure == Failure.UNAUTHENTICATED) {
            with(response, "WWW-Authenticate");
        }
        return response;
    }

    private static void goneHeaders(APIResponse response, String root) {
        response.addHeader(
                "Link",
                header(
                        "Where what holds now is (`latest-version`, RFC 5829); absent if there is nothing.",
                        "<" + root
                                + "/municipalities/0580/administrations/vss/reports/2021-08/document?version=published>;"
                                + " rel=\"latest-version\""));
        Header caching = header("A stored answer is revalidated each time.", "no-cache");
        caching.getSchema().setEnumeration(List.of("no-cache"));
        response.addHeader("Cache-Control", caching);
    }

    private static APIResponse with(APIResponse response, String... headers) {
        for (String header : headers) {
            response.addHeader(header, OASFactory.createHeader().ref(header));
        }
        return response;
    }

    private static void declareHeaders(Components components, String root) {
        components.addHeader("traceparent", header("The trace that the answer belongs to (W3C Trace Context).", TRACE));
        Header tag = header("The entity tag of the state in the answer, for If-Match and If-None-Match.", TAG);
        tag.getSchema().setFormat("etag");
        components.addHeader("ETag", tag);
        Header caching = header(
                "Whether a shared cache may store the answer; a stored answer is revalidated each time.",
                "private, no-cache");
        caching.getSchema().setEnumeration(List.of("private, no-cache", "public, no-cache"));
        components.addHeader("Cache-Control", caching);
        components.addHeader(
                "Link",
                header(
                        "Links (RFC 8288): to the other pages of a list, to the history of a resource, or to other versions of a document"
                                + " (RFC 5829: `latest-version`, `predecessor-version`, `successor-version`).",
                        "<" + HOST + root + PERIODS + "?page=2&limit=20>; rel=\"next\""));
        Header location = header("The address of what was created.", HOST + root + PERIODS + "/2021-08");
        location.getSchema().setFormat("uri");
        components.addHeader("Location", location);
        Header wait = header("After how many seconds to send the request again.", 2);
        wait.getSchema().setType(List.of(SchemaType.INTEGER));
        wait.getSchema().setMinimum(BigDecimal.ONE);
        wait.getSchema().setMaximum(BigDecimal.valueOf(3_600));
        components.addHeader("Retry-After", wait);
        components.addHeader("WWW-Authenticate", header("How to authenticate (RFC 6750).", "Bearer"));
    }

    private static Header header(String description, Object example) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING))
                .example(example);
    }

    private static void declareParameters(Components components) {
        declare(
                components,
                "Traceparent",
                "traceparent",
                "The trace that the request belongs to (W3C Trace Context); without it a new one begins.",
                TRACE,
                "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$");
        declare(
                components,
                "AcceptLanguage",
                "Accept-Language",
                "The language of problems: Swedish or English.",
                "sv",
                null);
        declare(
                components,
                "IfNoneMatch",
                "If-None-Match",
                "The ETags that the client has; if one of them is current, the answer is 304.",
                TAG,
                null);
        declare(
                components,
                "IfMatch",
                "If-Match",
                "The ETag of the state that the client has read and now replaces or deletes; required if the resource exists.",
                TAG,
                null);
        declare(
                components,
                "IdempotencyKey",
                "Idempotency-Key",
                "Named by the client: a request that is sent again with the same key within a week is done once and gets the same answer. A client's last 1 000 keys are remembered.",
                "0f8fad5b-d9cb-469f-a165-70867728950e",
                "^[!-~]{8,200}$");
    }

    private static void declare(
            Components components,
            String component,
            String name,
            String description,
            String example,
            @Nullable String pattern) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.STRING).maxLength(1_000);
        if (pattern != null) {
            schema.setPattern(pattern);
        }
        components.addParameter(
                component,
                OASFactory.createParameter()
                        .name(name)
                        .in(Parameter.In.HEADER)
                        .description(description)
                        .schema(schema)
                        .example(example));
    }
}

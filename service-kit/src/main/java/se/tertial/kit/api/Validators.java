package se.tertial.kit.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives every JSON answer its entity tag and its links, and answers 304 to a client that has it. A resource is known by the
 * revision it stands at; what has none by its bytes.
 */
@Provider
public class Validators implements ContainerResponseFilter {

    /** What stands at a revision. */
    public interface Revised {

        /** The number of its last change; null if it is not stored. */
        @Nullable
        Long revision();

        /** Whether it shows more than what its revision tells of. */
        default boolean showsMore() {
            return false;
        }
    }

    private final Preconditions preconditions;
    private final ObjectMapper json;

    @Inject
    Validators(Preconditions preconditions, ObjectMapper json) {
        this.preconditions = preconditions;
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object entity = response.getEntity();
        int status = response.getStatus();
        if (entity == null || status >= 300 || response.getHeaders().containsKey("ETag")) {
            return;
        }
        boolean reading =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        String tag = tag(response, entity, reading);
        // Only now: an entity that is set anew brings new headers.
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (entity instanceof Listing<?> listing) {
            listing.links().all().forEach(link -> headers.add("Link", header(link.href(), link.rel())));
        } else if (entity instanceof Revised && reading) {
            String self = request.getUriInfo().getAbsolutePath().toString();
            headers.add("Link", header(self, "self"));
            headers.add("Link", header(self + "/revisions", "version-history"));
        }
        if (status == 201 && !headers.containsKey("Location")) {
            headers.putSingle("Location", request.getUriInfo().getAbsolutePath());
        }
        if (tag != null) {
            headers.putSingle("ETag", tag);
        }
        if (reading) {
            headers.putSingle("Cache-Control", "private, no-cache");
            headers.putSingle("Vary", "Authorization, Accept-Language");
            if (tag != null && preconditions.known(tag)) {
                response.setStatus(304);
                response.setEntity(null);
            }
        }
    }

    private @Nullable String tag(ContainerResponseContext response, Object entity, boolean reading) {
        if (preconditions.tag() != null) {
            return preconditions.tag();
        }
        if (entity instanceof Revised revised && revised.revision() != null) {
            long revision = Objects.requireNonNull(revised.revision());
            return revised.showsMore()
                    ? "\"" + revision + "." + digest(bytes(entity)) + "\""
                    : Preconditions.tagOf(revision);
        }
        MediaType type = response.getMediaType();
        boolean json = type == null || type.isCompatible(MediaType.APPLICATION_JSON_TYPE);
        if (!reading
                || !json
                || entity instanceof CharSequence
                || entity instanceof byte[]
                || entity instanceof Buffer) {
            return null;
        }
        byte[] bytes = bytes(entity);
        response.setEntity(bytes, response.getEntityAnnotations(), MediaType.APPLICATION_JSON_TYPE);
        return "W/\"" + digest(bytes) + "\"";
    }

    private byte[] bytes(Object entity) {
        try {
            return json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(String href, String rel) {
        return "<" + href + ">; rel=\"" + rel + "\"";
    }
}

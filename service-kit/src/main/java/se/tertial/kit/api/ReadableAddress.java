package se.tertial.kit.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/**
 * Refuses addresses that name no host, and those that are no text: escapes that are not UTF-8, and characters that nobody can see
 * or that change what others seem to be. No identifier has them, no database takes all of them, and in a log they mislead.
 */
@Provider
@PreMatching
public class ReadableAddress implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        URI uri = address(request);
        if (!isReadable(uri.getRawPath()) || !isReadable(uri.getRawQuery())) {
            throw Problem.unreadable(Message.of(
                    "The address has an escape that is not UTF-8, or stands for a character that cannot be seen."));
        }
    }

    private static URI address(ContainerRequestContext request) {
        try {
            return request.getUriInfo().getRequestUri();
        } catch (RuntimeException e) {
            // How JAX-RS says that it could make no URI; the path alone got this far, so it is the host.
            throw Problem.unreadable(Message.of("The Host header does not name a host."));
        }
    }

    private static boolean isReadable(@Nullable String raw) {
        if (raw == null || raw.indexOf('%') < 0) {
            return true; // what needs an escape and has none was refused below
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int index = 0; index < raw.length(); index++) {
            if (raw.charAt(index) == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, index + 1, index + 3));
                index += 2;
            } else {
                bytes.write(raw.charAt(index));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .codePoints()
                    .allMatch(ReadableAddress::isVisible);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}

package se.tertial.report.delivery;

import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import se.tertial.report.rendering.HtmlReport;

/**
 * A document in a format, finished for the wire: plain and gzip, each with a strong ETag and all its headers.
 */
record EncodedDocument(Format format, Representation plain, Representation gzip) {

    private static final String COMPRESSED = "-gzip";
    private static final int TAG_BYTES = 16;

    /**
     * The bytes of one encoding and what is said of them.
     *
     * @param bytes outside the heap, where the network reads them without another copy
     * @param headersNotModified those of an answer to who has the bytes already, and with them the other headers
     */
    record Representation(ByteBuffer bytes, String tag, List<Header> headers, List<Header> headersNotModified) {}

    /** A header, in the form that costs least to write. */
    record Header(CharSequence name, CharSequence value) {

        static Header of(String name, String value) {
            return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
        }
    }

    /** The formats of a document. */
    enum Format {
        JSON("application/json", "json"),
        HTML("text/html;charset=UTF-8", "html");

        private final String contentType;
        private final String name;

        Format(String contentType, String name) {
            this.contentType = contentType;
            this.name = name;
        }

        String contentType() {
            return contentType;
        }

        String formatName() {
            return name;
        }
    }

    /** The tags of a document's representations, in quotation marks: plain and compressed. */
    static Set<String> tags(Format format, byte[] sha256) {
        String tag = tag(format, sha256);
        return Set.of(quoted(tag), quoted(tag + COMPRESSED));
    }

    static EncodedDocument of(Format format, byte[] bytes) {
        return of(format, bytes, List.of());
    }

    /** @param links what is said beside the bytes, and may change while they do not */
    static EncodedDocument of(Format format, byte[] bytes, List<Header> links) {
        String tag = tag(format, sha256(bytes));
        String policy = format == Format.HTML
                ? HtmlReport.contentSecurityPolicy(new String(bytes, StandardCharsets.UTF_8))
                : null;
        return new EncodedDocument(
                format,
                representation(format, policy, bytes, tag, links, false),
                representation(format, policy, compress(bytes), tag + COMPRESSED, links, true));
    }

    /** @param policy what a browser may do with it; null if it is no page */
    private static Representation representation(
            Format format, @Nullable String policy, byte[] bytes, String tag, List<Header> links, boolean compressed) {
        String quoted = quoted(tag);
        List<Header> notModified = new ArrayList<>(
                List.of(Header.of("ETag", quoted), Header.of("Vary", "Accept, Accept-Encoding, Authorization")));
        notModified.addAll(links);
        List<Header> whole = new ArrayList<>(notModified);
        whole.add(Header.of("X-Content-Type-Options", "nosniff"));
        if (policy != null) {
            whole.add(Header.of("Content-Security-Policy", policy));
            whole.add(Header.of("Referrer-Policy", "no-referrer"));
        }
        whole.add(Header.of("Content-Type", format.contentType()));
        if (compressed) {
            whole.add(Header.of("Content-Encoding", "gzip"));
        }
        return new Representation(offHeap(bytes), quoted, List.copyOf(whole), List.copyOf(notModified));
    }

    /** What it weighs in memory. */
    int weight() {
        return plain.bytes().capacity() + gzip.bytes().capacity();
    }

    private static ByteBuffer offHeap(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    private static String quoted(String tag) {
        return "\"" + tag + "\"";
    }

    private static String tag(Format format, byte[] sha256) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256, TAG_BYTES)) + "-"
                + format.formatName();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(target) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }
}

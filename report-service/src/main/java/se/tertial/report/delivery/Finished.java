package se.tertial.report.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import se.tertial.report.rendering.HtmlReport;

/**
 * A document in a format, finished for the wire: plain and gzip, each with a strong ETag of its own.
 *
 * @param plain the bytes, outside the heap, where the network reads them without another copy
 * @param gzip  the same compressed
 * @param contentSecurityPolicy what a browser may do with it; null if it is no page
 */
record Finished(
        Format format,
        ByteBuffer plain,
        ByteBuffer gzip,
        String plainTag,
        String gzipTag,
        @Nullable String contentSecurityPolicy) {

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

    static Finished of(Format format, byte[] bytes) {
        String digest = digest(bytes);
        return new Finished(
                format,
                offHeap(bytes),
                offHeap(compress(bytes)),
                "\"" + digest + "-" + format.formatName() + "\"",
                "\"" + digest + "-" + format.formatName() + "-gzip\"",
                format == Format.HTML
                        ? HtmlReport.contentSecurityPolicy(new String(bytes, StandardCharsets.UTF_8))
                        : null);
    }

    /** What it weighs in memory. */
    int weight() {
        return plain.capacity() + gzip.capacity();
    }

    private static ByteBuffer offHeap(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
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

package se.tertial.gateway.pages;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import se.tertial.gateway.problem.Problem;

/** The style sheets, scripts and pictures of the pages, all from here; compressed once, at the start. */
@Singleton
class Assets {

    private static final int ETAG_LENGTH = 32;
    private static final int LAST = 9_000;

    /** A file as it is sent, plain and compressed, each with its own strong ETag. */
    private record Asset(String type, Buffer plain, Buffer compressed, String tag) {

        static Asset of(String type, byte[] content) {
            try {
                ByteArrayOutputStream compressed = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                    gzip.write(content);
                }
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
                return new Asset(
                        type,
                        Buffer.buffer(content),
                        Buffer.buffer(compressed.toByteArray()),
                        hash.substring(0, ETAG_LENGTH));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void routes(@Observes Router router) {
        String swagger = "META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        serve(router, "/assets/tertial.css", "text/css; charset=utf-8", "assets/tertial.css");
        serve(router, "/assets/docs.js", "text/javascript; charset=utf-8", "assets/docs.js");
        serve(router, "/assets/swagger-ui.css", "text/css; charset=utf-8", swagger + "swagger-ui.css");
        serve(router, "/assets/swagger-ui.js", "text/javascript; charset=utf-8", swagger + "swagger-ui-bundle.js");
        serve(router, "/favicon.svg", "image/svg+xml", "assets/favicon.svg");
        router.route().order(LAST).handler(context -> Problem.notFound().answer(context));
    }

    private static void serve(Router router, String path, String type, String resource) {
        Asset asset = Asset.of(type, read(resource));
        Page.at(router, path, context -> answer(context, asset));
    }

    private static void answer(RoutingContext context, Asset asset) {
        String accepted = context.request().getHeader("Accept-Encoding");
        boolean gzip = accepted != null && accepted.contains("gzip");
        String etag = '"' + asset.tag() + (gzip ? "-gzip\"" : "\"");
        HttpServerResponse response = context.response().putHeader("ETag", etag).putHeader("Vary", "Accept-Encoding");
        if (etag.equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        if (gzip) {
            response.putHeader("Content-Encoding", "gzip");
        }
        Page.send(response, asset.type(), "public, max-age=3600", (gzip ? asset.compressed() : asset.plain()).copy());
    }

    private static String swaggerVersion() {
        Properties properties = new Properties();
        try (InputStream stream = open("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (InputStream stream = open(resource)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("There is no " + resource);
        }
        return stream;
    }
}

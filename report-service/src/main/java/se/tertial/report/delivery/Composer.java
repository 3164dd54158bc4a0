package se.tertial.report.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import se.tertial.kit.money.Money;
import se.tertial.language.Message;
import se.tertial.report.composition.ReportComposition;

/**
 * Which program composes documents: another may compose another one of the same facts. Told by the code itself, so that nobody has to
 * remember to say that it changed.
 */
final class Composer {

    /** The name of this one, the same in every process that runs the same files. */
    static final String NAME = digest(List.of(ReportComposition.class, Money.class, Message.class));

    private static final int LENGTH = 16;

    private Composer() {}

    private static String digest(List<Class<?>> ofEachModule) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> one : ofEachModule) {
                add(digest, place(one));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("nobody knows where " + type + " comes from");
        }
        URI place = source.getLocation().toURI();
        return Path.of(place);
    }

    /** A jar, or a folder of classes. */
    private static void add(MessageDigest digest, Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place);
                OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                Files.copy(file, digesting);
            }
        }
    }
}

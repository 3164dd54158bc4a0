package se.tertial.devstack.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import se.tertial.devstack.Failure;

/**
 * What loads from here last saw at one address: which rows came from which file, and at which revision each stood. By it a
 * load knows what others have changed since, and which rows have left their file.
 */
final class Memory {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Kept kept;

    /** As it is written: keys with their revisions, by file. */
    private record Kept(String address, Map<String, Map<String, Long>> files) {}

    private Memory(Path file, Kept kept) {
        this.file = file;
        this.kept = kept;
    }

    /** What is remembered of an address; nothing before the first load. */
    static Memory of(Path directory, String address) throws Failure {
        Path file = directory.resolve(digest(address) + ".json");
        try {
            Map<String, Map<String, Long>> files = new TreeMap<>();
            if (Files.exists(file)) {
                JSON.readValue(file.toFile(), Kept.class)
                        .files()
                        .forEach((source, rows) -> files.put(source, new TreeMap<>(rows)));
            }
            return new Memory(file, new Kept(address, files));
        } catch (IOException e) {
            throw new Failure(file + ", which remembers earlier loads, cannot be read: " + Failure.reason(e), e);
        }
    }

    /** The revision at which a load from here last saw a row, if one ever did. */
    OptionalLong revision(String key) {
        return kept.files().values().stream()
                .filter(rows -> rows.containsKey(key))
                .mapToLong(rows -> rows.get(key))
                .max();
    }

    /** The rows that came from a file, with the revisions at which they were seen. */
    Map<String, Long> from(String source) {
        return Map.copyOf(kept.files().getOrDefault(source, Map.of()));
    }

    /** The rows that came from a file and from no other. */
    Set<String> onlyFrom(String source) {
        Set<String> keys =
                new TreeSet<>(kept.files().getOrDefault(source, Map.of()).keySet());
        kept.files().forEach((other, rows) -> {
            if (!other.equals(source)) {
                keys.removeAll(rows.keySet());
            }
        });
        return keys;
    }

    /** Remembers what came from a file, instead of what came from it before. */
    void remember(String source, Map<String, Long> rows) throws Failure {
        kept.files().put(source, new TreeMap<>(rows));
        try {
            Files.createDirectories(file.getParent());
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            JSON.writeValue(beside.toFile(), kept);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new Failure(
                    "What was loaded cannot be remembered in " + file.getParent() + ": " + Failure.reason(e), e);
        }
    }

    private static String digest(String address) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

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
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;

/**
 * What loads from here last saw at one address: which rows came from which file of which folder, and at which revision each stood.
 * By it a load knows what others have changed since, and which rows have left their file. Two folders may have files of the same name.
 */
final class Memory {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where what was remembered before folders were told apart is from. */
    private static final String SOME_FOLDER = "";

    private final Path file;
    private final String folder;
    private final Kept kept;

    /**
     * As it is written: keys with their revisions, by file, by folder.
     *
     * @param files by file, of what was remembered before folders were told apart
     */
    private record Kept(
            String address,
            @Nullable Map<String, Map<String, Map<String, Long>>> folders,
            @Nullable Map<String, Map<String, Long>> files) {}

    private Memory(Path file, String folder, Kept kept) {
        this.file = file;
        this.folder = folder;
        this.kept = kept;
    }

    /**
     * What is remembered of an address; nothing before the first load.
     *
     * @param folder whose files are loaded there now
     */
    static Memory of(Path directory, String address, Path folder) throws Failure {
        Path file = directory.resolve(digest(address) + ".json");
        try {
            Map<String, Map<String, Map<String, Long>>> folders = new TreeMap<>();
            if (Files.exists(file)) {
                Kept known = JSON.readValue(file.toFile(), Kept.class);
                Map<String, Map<String, Map<String, Long>>> found =
                        new TreeMap<>(Objects.requireNonNullElse(known.folders(), Map.of()));
                if (known.files() != null) {
                    found.put(SOME_FOLDER, known.files());
                }
                found.forEach((from, files) -> {
                    Map<String, Map<String, Long>> ofFolder = new TreeMap<>();
                    files.forEach((source, rows) -> ofFolder.put(source, new TreeMap<>(rows)));
                    folders.put(from, ofFolder);
                });
            }
            return new Memory(file, folder.toRealPath().toString(), new Kept(address, folders, null));
        } catch (IOException e) {
            throw new Failure(file + ", which remembers earlier loads, cannot be read: " + Failure.reason(e), e);
        }
    }

    private Map<String, Map<String, Map<String, Long>>> folders() {
        return Objects.requireNonNull(kept.folders());
    }

    /** The revision at which a load from here last saw a row, if one ever did. */
    OptionalLong revision(String key) {
        return folders().values().stream()
                .flatMap(files -> files.values().stream())
                .filter(rows -> rows.containsKey(key))
                .mapToLong(rows -> rows.get(key))
                .max();
    }

    /** The rows that came from a file of the folder, with the revisions at which they were seen. */
    Map<String, Long> from(String source) {
        return Map.copyOf(folders().getOrDefault(folder, Map.of()).getOrDefault(source, Map.of()));
    }

    /** The rows that came from a file of the folder and from no other, of this folder or another. */
    Set<String> onlyFrom(String source) {
        Set<String> keys = new TreeSet<>(from(source).keySet());
        folders()
                .forEach((from, files) -> files.forEach((other, rows) -> {
                    if (!from.equals(SOME_FOLDER) && !(from.equals(folder) && other.equals(source))) {
                        keys.removeAll(rows.keySet());
                    }
                }));
        return keys;
    }

    /** The rows that files of the same name in other folders brought: another month's, or this folder's before it was moved. */
    Set<String> fromNamesakes(String source) {
        Set<String> keys = new TreeSet<>();
        folders().forEach((from, files) -> {
            if (!from.equals(SOME_FOLDER) && !from.equals(folder)) {
                keys.addAll(files.getOrDefault(source, Map.of()).keySet());
            }
        });
        keys.removeAll(from(source).keySet());
        return keys;
    }

    /** Remembers what came from a file of the folder, instead of what came from it before. */
    void remember(String source, Map<String, Long> rows) throws Failure {
        folders().computeIfAbsent(folder, any -> new TreeMap<>()).put(source, new TreeMap<>(rows));
        folders().getOrDefault(SOME_FOLDER, Map.of()).values().forEach(ofSomeFolder -> ofSomeFolder
                .keySet()
                .removeAll(rows.keySet()));
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

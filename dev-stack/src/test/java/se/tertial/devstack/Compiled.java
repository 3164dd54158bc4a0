package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Classes that a test wrote. */
final class Compiled {

    private Compiled() {}

    /** Where the classes of a source file are, somewhere below a folder that may hold sources of others. */
    static Path of(Path folder, String code) throws IOException {
        Path source = Files.writeString(folder.resolve("Said.java"), code);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-sourcepath",
                folder.toString(),
                "-proc:none",
                source.toString());
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, result);
        return classes;
    }
}

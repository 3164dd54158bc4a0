package se.tertial.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A connection on which bytes go out exactly as they are given; no library puts them right. */
final class Wire {

    /** How long the first of an answer may take. */
    private static final int PATIENCE_MILLIS = 5_000;

    /** How long a second answer is waited for. */
    private static final int QUIET_MILLIS = 300;

    private Wire() {}

    /**
     * What came back.
     *
     * @param answers each that is HTTP/1, without those of 1xx
     * @param closed  whether the other side has closed the connection
     */
    record Reply(List<Answer> answers, boolean closed) {

        /** The statuses in order; empty where the connection was closed without any. */
        List<Integer> statuses() {
            return answers.stream().map(Answer::status).toList();
        }

        Answer only() {
            if (answers.size() != 1) {
                throw new AssertionError("One answer, not " + answers);
            }
            return answers.get(0);
        }
    }

    /** One answer as it was read. */
    record Answer(String text) {

        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return text.substring(0, endOfHead())
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }

        String body() {
            return text.substring(endOfHead());
        }

        private int endOfHead() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? text.length() : end + 4;
        }
    }

    /** Sends and reads until the other side closes or is silent; and if it is, says that nothing more will come. */
    static Reply send(String url, byte[] request) throws IOException {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            Thread writer = new Thread(() -> write(socket, request), "wire");
            writer.start();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            boolean closed = readUntilQuiet(socket, read);
            if (!closed) {
                socket.shutdownOutput();
                closed = readUntilQuiet(socket, read);
            }
            return new Reply(split(read.toString(StandardCharsets.UTF_8)), closed);
        }
    }

    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // Refused before it was sent: what was answered is read all the same.
        }
    }

    private static boolean readUntilQuiet(Socket socket, ByteArrayOutputStream read) throws IOException {
        InputStream input = socket.getInputStream();
        byte[] some = new byte[64 * 1024];
        try {
            while (true) {
                socket.setSoTimeout(read.size() == 0 ? PATIENCE_MILLIS : QUIET_MILLIS);
                int count = input.read(some);
                if (count < 0) {
                    return true;
                }
                read.write(some, 0, count);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static List<Answer> split(String read) {
        return Arrays.stream(read.split("(?=HTTP/1\\.[01] \\d\\d\\d )"))
                .filter(text -> text.startsWith("HTTP/1.") && !text.startsWith("HTTP/1.1 1"))
                .map(Answer::new)
                .toList();
    }
}

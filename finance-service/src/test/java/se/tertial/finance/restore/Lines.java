package se.tertial.finance.restore;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says in the log until this is closed. */
final class Lines extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Lines(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void publish(LogRecord line) {
        heard.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

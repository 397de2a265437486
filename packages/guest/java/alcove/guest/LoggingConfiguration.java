package alcove.guest;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * What java.util.logging, and with it System.Logger, starts with. The JVM makes one when code first logs. Its own handler
 * would write to System.err, and so make an error of each record.
 */
public final class LoggingConfiguration {
    private static final String DEFAULT = "handlers=alcove.guest.LoggingHandler\n.level=INFO\n";

    public LoggingConfiguration() throws IOException {
        // Code may have named a file of its own before it logged.
        String file = System.getProperty("java.util.logging.config.file");
        try (InputStream properties = file == null ? new ByteArrayInputStream(DEFAULT.getBytes(StandardCharsets.UTF_8)) : new FileInputStream(file)) {
            LogManager.getLogManager().readConfiguration(properties);
        }
    }
}

package se.tertial.kit.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The service's own database, for what keeps a connection for as long as it runs and so takes none from the pool. Such a
 * connection has the pool's settings: a server that does not answer is given up after the same time.
 */
@ApplicationScoped
public class ServiceDatabase {

    private final String url;
    private final String username;
    private final String password;
    private final Map<String, String> driver;
    private final String first;

    @Inject
    public ServiceDatabase(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String username,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @ConfigProperty(name = "quarkus.datasource.jdbc.additional-jdbc-properties") Map<String, String> driver,
            @ConfigProperty(name = "quarkus.datasource.jdbc.new-connection-sql") String first) {
        this.url = url;
        this.username = username;
        this.password = password;
        this.driver = driver;
        this.first = first;
    }

    /**
     * Connects. The caller closes the connection.
     *
     * @param applicationName what the connection is for, as {@code pg_stat_activity} shows it
     */
    public Connection open(String applicationName) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(driver);
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", applicationName);
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(first);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}

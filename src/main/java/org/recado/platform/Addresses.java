package org.recado.platform;

import com.mongodb.ConnectionString;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Ends the deployment where the address of a store or of the broker is none that could ever be right, with one line that
 * says all that is wrong with them and shows no address, since there are passwords in it.
 */
@WebListener
public class Addresses implements ServletContextListener {

    private static final System.Logger LOG = System.getLogger(Addresses.class.getName());

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var wrong = wrong(ConfigProvider.getConfig());
        if (!wrong.isEmpty()) {
            var line = "Recado cannot start: " + String.join("; ", wrong);
            LOG.log(System.Logger.Level.ERROR, line);
            throw new IllegalStateException(line);
        }
    }

    static List<String> wrong(Config config) {
        var wrong = new ArrayList<String>();
        look(config, "recado.datasource.url", wrong, Addresses::postgres);
        look(config, "recado.amqp.uri", wrong, Addresses::broker);
        look(config, "recado.mongo.uri", wrong, Addresses::mongo);
        look(config, "recado.redis.uri", wrong, Addresses::redis);
        return wrong;
    }

    private interface Look {
        Optional<String> at(String address);
    }

    private static void look(Config config, String key, List<String> wrong, Look look) {
        var found = config.getOptionalValue(key, String.class).filter(address -> !address.isBlank());
        found.map(look::at).orElse(Optional.of(key + " is missing")).ifPresent(wrong::add);
    }

    private static Optional<String> postgres(String url) {
        try {
            new PGSimpleDataSource().setURL(url);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return unfit(
                    e, "recado.datasource.url is no address of a PostgreSQL: jdbc:postgresql://host:port/database");
        }
    }

    private static Optional<String> broker(String uris) {
        try {
            BrokerAddresses.parse(uris);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> mongo(String uri) {
        try {
            return new ConnectionString(uri).getDatabase() == null
                    ? Optional.of("recado.mongo.uri names no database: mongodb://host:port/database")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return unfit(e, "recado.mongo.uri is no address of a MongoDB: mongodb://user:password@host:port/database");
        }
    }

    private static Optional<String> redis(String uris) {
        try {
            RedisAddresses.parse(uris);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        }
    }

    // the reason may hold the address, and it the password
    private static Optional<String> unfit(Exception reason, String said) {
        LOG.log(
                System.Logger.Level.DEBUG,
                "an address cannot be read: {0}",
                reason.getClass().getName());
        return Optional.of(said);
    }
}

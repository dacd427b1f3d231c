package org.recado.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The data source of web.xml, on every server the same: it reads {@code recado.datasource.*} itself and ignores the
 * empty user and password that servers set on it.
 */
public class RecadoDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    public RecadoDataSource() {
        this(ConfigProvider.getConfig());
    }

    RecadoDataSource(Config config) {
        this(
                config.getValue("recado.datasource.url", String.class),
                config.getValue("recado.datasource.user", String.class),
                config.getValue("recado.datasource.password", String.class),
                config.getValue("recado.datasource.timeout-seconds", Integer.class));
    }

    /** @param timeoutSeconds how long a statement may go without an answer: the server may be frozen or cut off */
    RecadoDataSource(String url, String user, String password, int timeoutSeconds) {
        setURL(url);
        super.setUser(user);
        super.setPassword(password);
        setApplicationName("recado");
        setReWriteBatchedInserts(true);
        setConnectTimeout(5);
        setTcpKeepAlive(true);
        setSocketTimeout(timeoutSeconds);
    }

    /** Lets a statement take as long as it will: for the migrations, which may have much to rewrite. */
    void waitForAnswers() {
        setSocketTimeout(0);
    }

    @Override
    public void setUser(String user) {
        filled(user).ifPresent(super::setUser);
    }

    @Override
    public void setPassword(String password) {
        filled(password).ifPresent(super::setPassword);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return super.getConnection(
                filled(user).orElse(getUser()), filled(password).orElse(getPassword()));
    }

    private static Optional<String> filled(String value) {
        return Optional.ofNullable(value).filter(v -> !v.isEmpty());
    }
}

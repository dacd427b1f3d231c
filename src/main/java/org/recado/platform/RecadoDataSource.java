package org.recado.platform;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.XAConnection;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.xa.PGXADataSource;

/**
 * The data source of web.xml, on every server the same: it reads {@code recado.datasource.*} itself and ignores the
 * empty user and password that servers set on it. An XA one, although nothing here spans two resources: only an XA
 * connection tells its pool that it has died, and WildFly's pool listens to nothing else.
 */
public final class RecadoDataSource extends PGXADataSource {

    private static final long serialVersionUID = 1L;

    public RecadoDataSource() {
        var address = PostgresAddress.of(ConfigProvider.getConfig());
        setURL(address.full());
        super.setUser(address.user());
        super.setPassword(address.password());
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
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        return super.getXAConnection(
                filled(user).orElse(getUser()), filled(password).orElse(getPassword()));
    }

    private static Optional<String> filled(String value) {
        return Optional.ofNullable(value).filter(v -> !v.isEmpty());
    }
}

package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.JDBCException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** Plain SQL, by Hibernate's connection: Payara keeps for ever whose thread took one itself (docs/decisions/undeploy.md). */
@ApplicationScoped
public class Sql {

    @PersistenceContext
    EntityManager em;

    /** The connection of the transaction that is under way, with which it is closed. */
    public Connection connection() throws SQLException {
        try {
            return em.unwrap(SharedSessionContractImplementor.class)
                    .getJdbcCoordinator()
                    .getLogicalConnection()
                    .getPhysicalConnection();
        } catch (JDBCException e) {
            throw e.getSQLException();
        }
    }

    /** A connection outside the server's pool, to be closed by the caller: for what takes long. */
    public Connection own() throws SQLException {
        return new PlainDataSource(PostgresAddress.of(ConfigProvider.getConfig())).getConnection();
    }

    /** Returns when PostgreSQL has answered. */
    @Transactional(rollbackOn = Exception.class)
    void ping() throws SQLException {
        ping(connection());
    }

    static void ping(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }
}

package org.recado.platform;

import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL outside the server's pool. */
class PlainDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    PlainDataSource(PostgresAddress address) {
        setURL(address.full());
        setUser(address.user());
        setPassword(address.password());
    }

    /** Lets a statement take as long as it will: for the migrations, which may have much to rewrite. */
    void waitForAnswers() {
        setSocketTimeout(0);
    }
}

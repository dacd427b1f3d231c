package org.recado.platform;

import org.eclipse.microprofile.config.Config;

/**
 * Where PostgreSQL is: {@code recado.datasource.*}.
 *
 * @param timeoutSeconds how long a statement may go without an answer: the server may be frozen or cut off
 */
record PostgresAddress(String url, String user, String password, int timeoutSeconds) {

    private static final int CONNECT_SECONDS = 5;

    static PostgresAddress of(Config config) {
        return new PostgresAddress(
                config.getValue("recado.datasource.url", String.class),
                config.getValue("recado.datasource.user", String.class),
                config.getValue("recado.datasource.password", String.class),
                config.getValue("recado.datasource.timeout-seconds", Integer.class));
    }

    /** The address with all that each connection is to be. */
    String full() {
        return url + (url.contains("?") ? "&" : "?")
                + "ApplicationName=recado&reWriteBatchedInserts=true&tcpKeepAlive=true&connectTimeout="
                + CONNECT_SECONDS + "&socketTimeout=" + timeoutSeconds;
    }
}

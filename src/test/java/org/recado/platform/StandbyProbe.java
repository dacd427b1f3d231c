package org.recado.platform;

import java.sql.SQLException;

/** Carries one statement out as Recado connects: address, user, password, statement. */
final class StandbyProbe {

    private StandbyProbe() {}

    public static void main(String[] words) throws SQLException {
        var source = new PlainDataSource(new PostgresAddress(words[0], words[1], words[2], 30));
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(words[3]);
        }
    }
}

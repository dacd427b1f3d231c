package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreFailureTest {

    static RuntimeException[] storesThatAreDownOrBusy() {
        return new RuntimeException[] {
            new PersistenceException(new SQLTransientConnectionException("gone")),
            new PersistenceException(new SQLException("terminating connection", "57P01")),
            new PersistenceException(new SQLException("deadlock detected", "40P01")),
            new PersistenceException(new SQLException("no such table", "42P01")),
            new PersistenceException(new SQLException("the pool is empty")),
            new MongoTimeoutException("no server"),
            new MongoSocketReadException("gone", new ServerAddress(), new IOException()),
            new UncheckedIOException(new IOException("the broker is not connected")),
            new IllegalStateException(new PersistenceException(new SQLException("admin shutdown", "57P01")))
        };
    }

    @ParameterizedTest
    @MethodSource("storesThatAreDownOrBusy")
    void aStoreThatIsDownIsWaitedFor(RuntimeException failure) {
        assertThat(StoreFailure.is(failure)).isTrue();
    }

    static RuntimeException[] commandsThatCannotBeHandled() {
        return new RuntimeException[] {
            new NullPointerException(),
            new IllegalStateException("a bug"),
            new PersistenceException(new SQLException("value too long", "22001")),
            new PersistenceException(new SQLException("a constraint", "23505")),
            new BsonMaximumSizeExceededException("too large")
        };
    }

    @ParameterizedTest
    @MethodSource("commandsThatCannotBeHandled")
    void aBugIsNoStoreFailure(RuntimeException failure) {
        assertThat(StoreFailure.is(failure)).isFalse();
    }
}

package org.recado.posting;

import com.mongodb.MongoException;
import com.rabbitmq.client.ShutdownSignalException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.bson.BsonMaximumSizeExceededException;

/**
 * Tells a store that is down or busy, where the same batch again may succeed, from a command that can never be handled
 * (invariant S3). In doubt it is the store: waiting loses nothing.
 */
final class StoreFailure {

    private StoreFailure() {}

    static boolean is(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return !isAboutTheData(e);
            }
            if (cause instanceof BsonMaximumSizeExceededException) {
                return false;
            }
            if (cause instanceof MongoException
                    || cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof ShutdownSignalException
                    || cause instanceof SystemException
                    || (cause instanceof RollbackException && cause.getCause() == null)) {
                return true;
            }
        }
        return false;
    }

    // SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation), ISO/IEC 9075-2
    private static boolean isAboutTheData(SQLException e) {
        var state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}

package org.recado.platform;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What is wrong outside and what to do about it, in one line that holds no address, no password and no text of a message. */
public final class Fault {

    private static final int CONNECTION = 10;
    private static final int EXCHANGE_DECLARE = 40_010;
    private static final int QUEUE_DECLARE = 50_010;
    private static final int QUEUE_BIND = 50_020;
    private static final int QUEUE_UNBIND = 50_050;
    private static final int BASIC_CONSUME = 60_020;
    private static final int BASIC_PUBLISH = 60_040;
    private static final int MONGO_NOT_AUTHORIZED = 13;
    private static final int MONGO_WRONG_PASSWORD = 18;

    private Fault() {}

    /** For every failure: what an operator has to mend where that is known, else the name of the failure's class. */
    public static String of(Throwable failure) {
        return toMend(failure).orElse(failure.getClass().getSimpleName());
    }

    /** What an operator has to mend; empty where it may go by itself, such as a server that is away. */
    public static Optional<String> toMend(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var known = known(cause);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof Unfit) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof SQLException e) {
            return postgres(e);
        }
        if (cause instanceof AuthenticationFailureException
                || cause instanceof PossibleAuthenticationFailureException) {
            return Optional.of("the broker refuses the user or the password of recado.amqp.uri");
        }
        if (cause instanceof ShutdownSignalException e) {
            return broker(e.getReason());
        }
        if (cause instanceof MongoException e) {
            return mongo(e);
        }
        return cause instanceof JedisDataException ? redis(String.valueOf(cause.getMessage())) : Optional.empty();
    }

    // SQLSTATE, from PostgreSQL's appendix of error codes
    private static Optional<String> postgres(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01", "28000" ->
                Optional.of(
                        "PostgreSQL refuses recado.datasource.user or its password (or has no line for it in pg_hba.conf)");
            case "3D000" ->
                Optional.of("the database of recado.datasource.url does not exist: create it, owned by"
                        + " recado.datasource.user");
            case "42501" ->
                Optional.of("recado.datasource.user lacks a right in PostgreSQL (" + words(e)
                        + "): make it the owner of the database, or grant it that");
            case "25006" ->
                Optional.of("the database is read-only, such as a standby: recado.datasource.url must lead to"
                        + " the primary, with default_transaction_read_only off");
            default -> Optional.empty();
        };
    }

    // "permission denied for schema public": names what is denied, and no value
    private static String words(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? String.valueOf(p.getServerErrorMessage().getMessage())
                : "permission denied";
    }

    private static Optional<String> broker(Object reason) {
        if (reason instanceof AMQP.Connection.Close close
                && close.getReplyCode() == AMQP.NOT_ALLOWED
                && close.getClassId() == CONNECTION) {
            return Optional.of("the broker does not let this node into the virtual host of recado.amqp.uri ("
                    + close.getReplyText() + "): make it, or give the user rights in it");
        }
        if (reason instanceof AMQP.Channel.Close close && close.getReplyCode() == AMQP.ACCESS_REFUSED) {
            return Optional.of("the broker's user lacks the right " + right(close) + " (" + close.getReplyText()
                    + "): docs/surroundings.md names all it needs");
        }
        return Optional.empty();
    }

    // the broker says what is refused, and by its numbers of class and method what was asked
    private static String right(AMQP.Channel.Close close) {
        return switch (close.getClassId() * 1_000 + close.getMethodId()) {
            case EXCHANGE_DECLARE, QUEUE_DECLARE -> "\"configure\"";
            case QUEUE_BIND, QUEUE_UNBIND -> close.getReplyText().contains("exchange '") ? "\"read\"" : "\"write\"";
            case BASIC_CONSUME -> "\"read\"";
            case BASIC_PUBLISH -> "\"write\"";
            default -> "\"read\" or \"write\"";
        };
    }

    private static Optional<String> mongo(MongoException e) {
        if (e.getCode() == MONGO_NOT_AUTHORIZED) {
            return Optional.of("MongoDB does not let the user of recado.mongo.uri write: give it the role readWrite on"
                    + " the database");
        }
        return e instanceof MongoSecurityException || e.getCode() == MONGO_WRONG_PASSWORD
                ? Optional.of("MongoDB refuses the user or the password of recado.mongo.uri, or its authSource")
                : Optional.empty();
    }

    private static Optional<String> redis(String said) {
        if (said.startsWith("NOAUTH")) {
            return Optional.of("Redis wants a password: give it in recado.redis.uri, redis://user:password@host:port");
        }
        if (said.startsWith("WRONGPASS")
                || said.contains("invalid password")
                || said.contains("without any password")) {
            return Optional.of("Redis refuses the user or the password of recado.redis.uri");
        }
        if (said.startsWith("NOPERM")) {
            return Optional.of(
                    "the user of recado.redis.uri lacks a right in Redis: give it all keys, channels and commands");
        }
        return said.startsWith("READONLY") ? Optional.of(RedisServer.READ_ONLY) : Optional.empty();
    }
}

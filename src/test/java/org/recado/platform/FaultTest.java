package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisDataException;

class FaultTest {

    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @CsvSource({
        "28P01, recado.datasource.user",
        "28000, recado.datasource.user",
        "3D000, does not exist: create it",
        "42501, lacks a right",
        "25006, read-only"
    })
    void whatPostgresRefusesIsSaidWithoutItsText(String state, String said) {
        var failure = new IllegalStateException(new SQLException(SECRET, state));

        assertThat(Fault.of(failure)).contains(said).doesNotContain(SECRET);
        assertThat(Fault.toMend(failure)).isPresent();
    }

    @Test
    void aServerThatIsAwayIsNothingToMend() {
        var failure = new IOException(new ConnectException(SECRET));

        assertThat(Fault.of(failure)).isEqualTo("IOException");
        assertThat(Fault.toMend(failure)).isEmpty();
        assertThat(Fault.toMend(new SQLException(SECRET, "08001"))).isEmpty();
        assertThat(Fault.toMend(new SQLException(SECRET))).isEmpty();
    }

    @Test
    void aBrokerThatLetsNobodyInIsNamedByTheSettingToMend() {
        assertThat(Fault.of(new AuthenticationFailureException(SECRET)))
                .contains("recado.amqp.uri")
                .doesNotContain(SECRET);
        var close = new AMQP.Connection.Close.Builder()
                .replyCode(AMQP.NOT_ALLOWED)
                .replyText("NOT_ALLOWED - vhost chat not found")
                .classId(10)
                .methodId(40)
                .build();
        assertThat(Fault.of(closed(close))).contains("vhost chat not found").contains("recado.amqp.uri");
    }

    @Test
    void anotherUseOfTheSameNumberIsNotTakenForAWrongVirtualHost() {
        var close = new AMQP.Connection.Close.Builder()
                .replyCode(AMQP.NOT_ALLOWED)
                .replyText("the queue is exclusive")
                .classId(50)
                .methodId(10)
                .build();
        assertThat(Fault.toMend(closed(close))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "50, 10, queue 'q', configure",
        "40, 10, exchange 'x', configure",
        "50, 20, queue 'q', write",
        "50, 20, exchange 'x', read",
        "60, 20, queue 'q', read",
        "60, 40, exchange 'amq.default', write"
    })
    void theRightThatIsMissingAtTheBrokerIsNamed(int classId, int methodId, String object, String right) {
        var close = new AMQP.Channel.Close.Builder()
                .replyCode(AMQP.ACCESS_REFUSED)
                .replyText("ACCESS_REFUSED - access to " + object + " in vhost '/' refused for user 'recado'")
                .classId(classId)
                .methodId(methodId)
                .build();

        assertThat(Fault.of(closed(close))).contains(object).contains("the right \"" + right + "\"");
    }

    @ParameterizedTest
    @CsvSource({"13, readWrite", "18, authSource"})
    void aMongoUserWithoutRightsIsTold(int code, String said) {
        var answer = BsonDocument.parse("{ok: 0, code: " + code + ", errmsg: '" + SECRET + "'}");

        assertThat(Fault.of(new MongoCommandException(answer, new ServerAddress())))
                .contains(said)
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "NOAUTH Authentication required., wants a password",
        "WRONGPASS invalid username-password pair, refuses the user",
        "READONLY You can't write against a read only replica., replica",
        "NOPERM this user has no permissions, lacks a right"
    })
    void aRedisThatRefusesIsTold(String answer, String said) {
        assertThat(Fault.of(new IllegalStateException(new JedisDataException(answer))))
                .contains(said);
    }

    private static IOException closed(Method reason) {
        return new IOException(new ShutdownSignalException(true, false, reason, "channel"));
    }
}

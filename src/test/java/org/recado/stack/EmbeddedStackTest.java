package org.recado.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

class EmbeddedStackTest {
    @TempDir
    Path folder;

    @Test
    void everyPartFindsItsDataAfterARestart() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(folder, Settings.of(Map.of()))) {
            write(stack.environment());
        }
        try (EmbeddedStack stack = EmbeddedStack.start(folder, Settings.of(Map.of()))) {
            assertThat(row(stack.environment())).isEqualTo("row");
            assertThat(document(stack.environment())).isEqualTo("document");
            assertThat(value(stack.environment())).isEqualTo("value");
            assertThat(message(stack.environment())).isEqualTo("message");
        }
    }

    @Test
    void aConfiguredPartIsUsedInsteadOfStarted() {
        Map<String, String> configured = Map.of(
                "RECADO_DATASOURCE_URL", "jdbc:postgresql://db/recado",
                "RECADO_MONGO_URI", "mongodb://mongo/recado",
                "RECADO_AMQP_URI", "amqp://rabbit");

        try (EmbeddedStack stack = EmbeddedStack.start(folder, Settings.of(configured))) {
            assertThat(stack.environment()).containsAllEntriesOf(configured).containsKey("RECADO_REDIS_URI");
            assertThat(folder)
                    .isDirectoryContaining("glob:**/redis")
                    .isDirectoryNotContaining("glob:**/{mongo,amqp,postgres}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo", "redis", "amqp"})
    void aTakenPortIsToldInOneLineAndTheRestIsStopped(String part) throws Exception {
        String key = "RECADO_DEV_" + part.toUpperCase(Locale.ROOT) + "_PORT";
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> values = new HashMap<>(Map.of(key, Integer.toString(taken.getLocalPort())));
            if (!part.equals("postgres")) {
                values.put("RECADO_DATASOURCE_URL", "jdbc:postgresql://db/recado");
            }
            Settings settings = Settings.of(values);

            assertThatThrownBy(() -> EmbeddedStack.start(folder, settings))
                    .isInstanceOf(StackFailure.class)
                    .message()
                    .startsWith(part + ": port " + taken.getLocalPort() + " is taken")
                    .hasLineCount(1);
        }
        assertThat(folder.resolve("pids")).doesNotExist();
        DataFolder.open(folder).close();
    }

    private static void write(Map<String, String> environment) throws Exception {
        try (java.sql.Connection connection = jdbc(environment);
                Statement statement = connection.createStatement()) {
            statement.execute("create table thing (name text)");
            statement.execute("insert into thing values ('row')");
        }
        try (MongoClient client = MongoClients.create(environment.get("RECADO_MONGO_URI"))) {
            client.getDatabase("recado").getCollection("things").insertOne(new Document("name", "document"));
        }
        try (Jedis jedis = new Jedis(environment.get("RECADO_REDIS_URI"))) {
            jedis.set("name", "value");
        }
        try (Connection connection = amqp(environment);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare("things", true, false, false, null);
            channel.basicPublish(
                    "", "things", true, MessageProperties.PERSISTENT_BASIC, "message".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5_000);
        }
    }

    private static String row(Map<String, String> environment) throws SQLException {
        try (java.sql.Connection connection = jdbc(environment);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name from thing")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String document(Map<String, String> environment) {
        try (MongoClient client = MongoClients.create(environment.get("RECADO_MONGO_URI"))) {
            return client.getDatabase("recado")
                    .getCollection("things")
                    .find()
                    .first()
                    .getString("name");
        }
    }

    private static String value(Map<String, String> environment) {
        try (Jedis jedis = new Jedis(environment.get("RECADO_REDIS_URI"))) {
            return jedis.get("name");
        }
    }

    private static String message(Map<String, String> environment) throws Exception {
        try (Connection connection = amqp(environment);
                Channel channel = connection.createChannel()) {
            GetResponse response = channel.basicGet("things", true);
            return new String(response.getBody(), StandardCharsets.UTF_8);
        }
    }

    private static java.sql.Connection jdbc(Map<String, String> environment) throws SQLException {
        return DriverManager.getConnection(
                environment.get("RECADO_DATASOURCE_URL"),
                environment.get("RECADO_DATASOURCE_USER"),
                environment.get("RECADO_DATASOURCE_PASSWORD"));
    }

    private static Connection amqp(Map<String, String> environment) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(environment.get("RECADO_AMQP_URI"));
        return factory.newConnection();
    }
}

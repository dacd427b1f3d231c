package org.recado.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoServerTest {
    private static final int WRITERS = 4;
    private static final int WRITES = 50;

    @TempDir
    Path folder;

    @Test
    void acknowledgedWritesOutliveAKilledServer() throws Exception {
        Process server = start();
        try (MongoClient client = MongoClients.create(address(server))) {
            writeFromManySides(client);
        } finally {
            ChildJvm.kill(server.toHandle());
        }

        Process again = start();
        try (MongoClient client = MongoClients.create(address(again))) {
            assertThat(things(client).countDocuments(Filters.eq("state", "updated")))
                    .isEqualTo(WRITERS * WRITES);
            assertThat(things(client).find(Filters.eq("_id", "3-49")).first()).containsEntry("state", "updated");
        } finally {
            ChildJvm.kill(again.toHandle());
        }
    }

    @Test
    void whatUpdatesHaveMadeIsTheSameAfterAKill() throws Exception {
        Process server = start();
        List<Document> before;
        try (MongoClient client = MongoClients.create(address(server))) {
            upsert(client, 1, "first");
            upsert(client, 1, "second");
            upsert(client, 2, "other");
            raise(client, 1, 7);
            raise(client, 1, 5);
            things(client).deleteOne(Filters.eq("_id", 2));
            upsert(client, 3, "last");
            before = all(client);
        } finally {
            ChildJvm.kill(server.toHandle());
        }
        assertThat(before)
                .containsExactly(
                        new Document("_id", 1).append("body", "first").append("now", new Document("seq", 7L)),
                        new Document("_id", 3).append("body", "last").append("now", new Document("seq", 0L)));

        Process again = start();
        try (MongoClient client = MongoClients.create(address(again))) {
            assertThat(all(client)).isEqualTo(before);
            upsert(client, 3, "again");
            assertThat(all(client)).isEqualTo(before);
        } finally {
            ChildJvm.kill(again.toHandle());
        }
    }

    private static void upsert(MongoClient client, int id, String body) {
        things(client)
                .bulkWrite(List.of(new UpdateOneModel<>(
                        Filters.eq("_id", id),
                        Updates.combine(
                                Updates.setOnInsert("body", body), Updates.setOnInsert("now", new Document("seq", 0L))),
                        new UpdateOptions().upsert(true))));
    }

    private static void raise(MongoClient client, int id, long seq) {
        things(client).updateOne(Filters.eq("_id", id), Updates.max("now", new Document("seq", seq)));
    }

    private static List<Document> all(MongoClient client) {
        return things(client).find().sort(Sorts.ascending("_id")).into(new ArrayList<>());
    }

    // kills in the middle of the writing: what is half done must neither show nor stand in the way of the retry
    @Test
    void anUnacknowledgedWriteCanBeRepeatedAfterAKill() throws Exception {
        Process server = start();
        int acknowledged = writeUntilKilled(server);

        Process again = start();
        try (MongoClient client = MongoClients.create(address(again))) {
            for (int number = 0; number <= acknowledged; number++) {
                assertThat(things(client)
                                .updateOne(
                                        Filters.eq("_id", number),
                                        Updates.setOnInsert("body", "x".repeat(2_000)),
                                        new UpdateOptions().upsert(true))
                                .getMatchedCount())
                        .as("document %d of %d acknowledged", number, acknowledged)
                        .isGreaterThanOrEqualTo(number < acknowledged ? 1 : 0);
            }
            assertThat(things(client).countDocuments()).isEqualTo(acknowledged + 1);
        } finally {
            ChildJvm.kill(again.toHandle());
        }
    }

    @Test
    void aTakenPortIsNamedInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MongoServer.start(folder, taken.getLocalPort()))
                    .isInstanceOf(StackFailure.class)
                    .message()
                    .startsWith("mongo: port " + taken.getLocalPort() + " is taken")
                    .hasLineCount(1);
        }
    }

    private static void writeFromManySides(MongoClient client) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> (Callable<Void>) () -> write(client, writer))
                    .toList();
            for (Future<Void> done : writers.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private static Void write(MongoClient client, int writer) {
        for (int number = 0; number < WRITES; number++) {
            String id = writer + "-" + number;
            things(client).insertOne(new Document("_id", id).append("state", "new"));
            things(client).updateOne(Filters.eq("_id", id), Updates.set("state", "updated"));
        }
        return null;
    }

    private static int writeUntilKilled(Process server) throws IOException {
        int acknowledged = 0;
        try (MongoClient client =
                MongoClients.create(address(server) + "?retryWrites=false&serverSelectionTimeoutMS=10000")) {
            while (true) {
                things(client).insertOne(new Document("_id", acknowledged).append("body", "x".repeat(2_000)));
                acknowledged++;
                if (acknowledged == 100) {
                    server.destroyForcibly();
                }
            }
        } catch (MongoException e) {
            assertThat(acknowledged).isGreaterThanOrEqualTo(100);
            server.onExit().join();
            return acknowledged;
        }
    }

    private Process start() throws IOException {
        return ChildJvm.running(
                        MongoServer.class, "--port", Integer.toString(Ports.free()), "--data", folder.toString())
                .start();
    }

    private static String address(Process server) throws IOException {
        String line = ChildJvm.line(server);
        assertThat(line).startsWith("mongo=");
        return line.substring("mongo=".length());
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("recado").getCollection("things");
    }
}

package org.recado.bench;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;

/** The document store alone: bulk inserts as the archive writes them, one batch after the other. */
final class MongoBench {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private MongoBench() {}

    static void run(Bench asked) throws IOException {
        var uri = System.getenv("RECADO_MONGO_URI");
        var cpu = new Cpu(Map.of("mongo", Cpu.listeningOn(URI.create(uri).getPort())));
        try (var client = MongoClients.create(uri)) {
            var database = client.getDatabase("bench").withWriteConcern(WriteConcern.MAJORITY);
            write("warm-up", database, cpu, 256, asked.share(100_000));
            write("mongo", database, cpu, 256, asked.share(200_000));
            write("mongo", database, cpu, 1_024, asked.share(200_000));
        }
    }

    private static void write(String name, MongoDatabase database, Cpu cpu, int batch, int documents) {
        var events = database.getCollection(Road.newLoad());
        var cpuBefore = cpu.seconds();
        var start = System.nanoTime();
        for (var first = 0; first < documents; first += batch) {
            events.bulkWrite(
                    IntStream.range(first, first + batch)
                            .mapToObj(MongoBench::insert)
                            .toList(),
                    UNORDERED);
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        new Result(name)
                .put("batch", batch)
                .put("documents", documents)
                .put("seconds", seconds, 2)
                .put("documents_per_s", documents / seconds, 0)
                .put("cpu_us_per_document", cpu.since(cpuBefore).get("mongo") * 1e6 / documents, 1)
                .print();
    }

    private static InsertOneModel<Document> insert(int seq) {
        var now = new Document("changed_seq", (long) seq).append("message", "x".repeat(64));
        return new InsertOneModel<>(new Document("_id", "bench-1a2b3c4d-0000001/000000000000" + Commands.padded(seq))
                .append("type", "message.created")
                .append("seq", (long) seq)
                .append("id", "0193e0c5-7f3a-7cc1-b9f5-" + Commands.padded(seq))
                .append("client_id", "1a2b3c4d-" + Commands.padded(seq))
                .append("sender_id", "ana")
                .append("timestamp", Instant.now())
                .append("stored_at", Instant.now())
                .append("now", now));
    }
}

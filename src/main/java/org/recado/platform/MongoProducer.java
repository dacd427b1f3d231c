package org.recado.platform;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.internal.connection.PowerOfTwoBufferPool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the one MongoDB client of this node. It connects lazily and writes with majority concern. */
@ApplicationScoped
class MongoProducer {

    private static final System.Logger LOG = System.getLogger(MongoProducer.class.getName());

    @Inject
    @ConfigProperty(name = "recado.mongo.uri")
    String uri;

    @Inject
    @ConfigProperty(name = "recado.mongo.timeout-ms")
    int timeoutMs;

    @Produces
    @Singleton
    MongoClient client() {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applicationName("recado")
                .writeConcern(WriteConcern.MAJORITY)
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .build());
    }

    @Produces
    @Singleton
    MongoDatabase database(MongoClient client) {
        var name = new ConnectionString(uri).getDatabase();
        if (name == null) {
            throw new IllegalStateException("recado.mongo.uri names no database");
        }
        return client.getDatabase(name);
    }

    // static: a server may end this bean before what it has made
    static void close(@Disposes MongoClient client) {
        client.close();
        endPruner();
    }

    // the driver's buffers have a thread from their class's first use on, and nothing public ends it
    private static void endPruner() {
        try {
            var end = PowerOfTwoBufferPool.class.getDeclaredMethod("disablePruning");
            end.setAccessible(true);
            end.invoke(PowerOfTwoBufferPool.DEFAULT);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a thread of the MongoDB driver stays: {0}", e.toString());
        }
    }
}

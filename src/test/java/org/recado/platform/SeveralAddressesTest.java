package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import org.junit.jupiter.api.Test;

/** Addresses of more than one server, as those who run them write them. */
class SeveralAddressesTest {

    @Test
    void postgresMayBeSeveralHostsOfWhichThePrimaryIsTaken() {
        var address =
                new PostgresAddress("jdbc:postgresql://a:5432,b:5433/recado?targetServerType=primary", "u", "p", 30);
        var source = new PlainDataSource(address);
        assertThat(source.getServerNames()).containsExactly("a", "b");
        assertThat(source.getPortNumbers()).containsExactly(5432, 5433);
        assertThat(source.getDatabaseName()).isEqualTo("recado");
        assertThat(source.getTargetServerType()).isEqualTo("primary");
        assertThat(source.getSocketTimeout()).isEqualTo(30);
        assertThat(source.getReWriteBatchedInserts()).isTrue();
    }

    @Test
    void mongoMayBeAReplicaSet() {
        var producer = new MongoProducer();
        producer.uri = "mongodb://u:p@a:27017,b:27018,c/recado?replicaSet=rs0&authSource=admin&readPreference=primary";
        producer.timeoutMs = 1_000;
        try (var client = producer.client()) {
            assertThat(producer.database(client).getName()).isEqualTo("recado");
            assertThat(client.getClusterDescription().getClusterSettings().getHosts())
                    .containsExactly(
                            new ServerAddress("a", 27017),
                            new ServerAddress("b", 27018),
                            new ServerAddress("c", 27017));
            assertThat(client.getClusterDescription().getClusterSettings().getRequiredReplicaSetName())
                    .isEqualTo("rs0");
        }
    }
}

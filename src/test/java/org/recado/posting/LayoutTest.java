package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.platform.Amqp;
import org.recado.platform.Outside;
import org.recado.platform.Topology;
import org.recado.platform.Unfit;

class LayoutTest {

    private final Amqp amqp = Outside.amqp();
    private final Layout layout = Core.layout();
    private Connection broker;

    @BeforeEach
    void agree() throws Exception {
        assertThat(Core.LEDGER.isOpen()).as("the schema is there").isTrue();
        broker = amqp.passing();
        layout.agree(broker);
    }

    @AfterEach
    void disconnect() throws Exception {
        agreed(1);
        broker.abort();
        Outside.stop(amqp);
    }

    @Test
    void theAgreedNumberIsAgreedAgain() {
        assertThatCode(() -> layout.agree(broker)).doesNotThrowAnyException();
    }

    @Test
    void anotherNumberIsRefusedWhileTheQueuesAreInUse() throws Exception {
        try (var channel = broker.createChannel()) {
            channel.queuePurge(Topology.partition(0));
            channel.confirmSelect();
            channel.basicPublish("", Topology.partition(0), MessageProperties.PERSISTENT_BASIC, new byte[0]);
            channel.waitForConfirmsOrDie(5_000);
            agreed(3);
            assertThatThrownBy(() -> layout.agree(broker))
                    .isInstanceOf(Unfit.class)
                    .hasMessageContaining("recado.commands.partitions is 1, but the queues were made for 3");
            channel.queuePurge(Topology.partition(0));
        }
    }

    @Test
    void orderIsLostWithTheRing() throws Exception {
        assertThat(Topology.isInOrder(broker)).as("one partition").isTrue();
        try (var channel = broker.createChannel()) {
            channel.exchangeDeclare(Topology.COMMANDS_HASH, "fanout", true);
            assertThat(Topology.isInOrder(broker)).as("the ring is gone").isFalse();
            assertThat(Outside.topology(4, Outside.node("n")).isBound(broker)).isFalse();
            assertThat(Outside.topology(1, Outside.node("n")).isBound(broker))
                    .as("of one")
                    .isTrue();
            channel.exchangeDeclare(Topology.COMMANDS_RING, "fanout", false);
            assertThat(Topology.isInOrder(broker)).as("the ring is there").isTrue();
            assertThat(Outside.topology(4, Outside.node("n")).isBound(broker)).isTrue();
            channel.exchangeDelete(Topology.COMMANDS_RING);
            channel.exchangeDelete(Topology.COMMANDS_HASH);
        }
    }

    private static void agreed(int partitions) throws Exception {
        try (var connection = Outside.postgres().getConnection();
                var change = connection.prepareStatement("update layout set partitions = ?")) {
            change.setInt(1, partitions);
            change.executeUpdate();
        }
    }
}

package org.recado.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.event.Event.Cursor;
import org.recado.event.Event.CursorsMoved;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Json;
import org.recado.socket.Connections;
import org.recado.socket.TopicName;

class CursorNewsTest {

    private static final ChannelId CHANNEL = new ChannelId("1");

    private final List<String> told = new ArrayList<>();
    private final CursorNews news = new CursorNews();
    private boolean heard = true;
    private int listeners = 2;

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        news.connections = new Connections() {
            @Override
            public boolean hear(TopicName topic) {
                return heard;
            }

            @Override
            public int listeners(TopicName topic) {
                return listeners;
            }

            @Override
            public void pass(TopicName topic, UserId butNot, String event, Consumer<JsonGenerator> payload) {
                told.add(topic + " " + event + " "
                        + Json.string(g -> {
                            g.writeStartObject();
                            payload.accept(g);
                            g.writeEnd();
                        }));
                assertThat(butNot).isIn(new UserId("ana"), new UserId("bruno"), new UserId("u"));
            }
        };
    }

    @Test
    void manyMovesOfARoundAreOneFrameWithTheFurthest() {
        heard("ana", 1, 2);
        heard("ana", 3, 3);
        heard("ana", 2, 4);
        news.tell();
        news.tell();
        assertThat(told).containsExactly("channel:1 receipt {\"user_id\":\"ana\",\"read_seq\":3,\"delivered_seq\":4}");
    }

    @Test
    void whatTheOthersKnowIsNotToldAgainAndNothingGoesBack() {
        heard("ana", 3, 4);
        news.tell();
        heard("ana", 3, 4);
        heard("bruno", 0, 1);
        news.tell();
        heard("ana", 1, 5);
        news.tell();
        assertThat(told)
                .containsExactly(
                        "channel:1 receipt {\"user_id\":\"ana\",\"read_seq\":3,\"delivered_seq\":4}",
                        "channel:1 receipt {\"user_id\":\"bruno\",\"read_seq\":0,\"delivered_seq\":1}",
                        "channel:1 receipt {\"user_id\":\"ana\",\"read_seq\":3,\"delivered_seq\":5}");
    }

    @Test
    void channelNobodyHearsIsNotKept() {
        heard = false;
        heard("ana", 1, 1);
        heard = true;
        news.tell();
        assertThat(told).isEmpty();
    }

    @Test
    void largeChannelIsToldAFewARoundUntilAllAreTold() {
        listeners = 500;
        news.heard(new CursorsMoved(
                CHANNEL,
                IntStream.range(0, 5)
                        .mapToObj(i -> new Cursor(new UserId(i == 0 ? "ana" : i == 1 ? "bruno" : "u"), 0, i + 1))
                        .toList()));
        news.tell();
        assertThat(told).hasSize(2);
        news.tell();
        assertThat(told).as("ana, bruno, and the furthest of u").hasSize(3);
    }

    private void heard(String user, long read, long delivered) {
        news.heard(new CursorsMoved(CHANNEL, List.of(new Cursor(new UserId(user), read, delivered))));
    }
}

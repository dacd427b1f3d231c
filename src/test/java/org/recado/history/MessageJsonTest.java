package org.recado.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.recado.platform.Json;

class MessageJsonTest {

    private final Talk talk = new Talk();

    @Test
    void aMessageSaysWhatItIs() {
        talk.created("olá");
        talk.edited(1, "olá!");
        var json = Json.object(json(talk.messages().get(0)));

        assertThat(json.keySet())
                .containsExactly(
                        "id",
                        "seq",
                        "channel_id",
                        "client_id",
                        "sender_id",
                        "message",
                        "timestamp",
                        "stored_at",
                        "edited_at",
                        "changed_seq");
        assertThat(json.getString("message")).isEqualTo("olá!");
        assertThat(json.getJsonNumber("changed_seq").longValue()).isEqualTo(2);
    }

    @Test
    void aDeletedMessageHasNoText() {
        talk.created("olá");
        talk.edited(1, "olá!");
        talk.deleted(1);
        var json = Json.object(json(talk.messages().get(0)));

        assertThat(json.keySet()).contains("deleted_at").doesNotContain("message", "edited_at");
    }

    private static String json(Message message) {
        return Json.string(g -> {
            g.writeStartObject();
            MessageJson.write(g, message);
            g.writeEnd();
        });
    }
}

package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.channel.RoleTable;

/** The README's table of roles holds at each door: the socket, REST and AMQP. */
@Tag("every-server")
class RolesIT extends RunningServer {

    private static final Set<String> ANSWERS = Set.of("", "not_a_member", "read_only", "not_the_author");
    private static final String LATER = "2999-01-01T00:00:00Z";

    private final Api ana = Api.signedIn("ana");

    /** One thing that carla does in a channel of ana's, where bruno is a member; the reason why not, or nothing. */
    private interface Deed {
        String by(String channel) throws Exception;
    }

    @Test
    void overAmqp() throws Exception {
        try (var gateway = new Gateway()) {
            var deeds = new LinkedHashMap<String, Deed>();
            deeds.put("read and hear", c -> asked(gateway, c, "channel.read", "\"seq\":0"));
            deeds.put("say something, edit one's own", c -> asked(gateway, c, "message.create", "\"message\":\"x\""));
            deeds.put(
                    "edit another's",
                    c -> asked(
                            gateway, c, "message.edit", "\"message\":\"x\",\"message_id\":\"" + anasMessage(c) + "\""));
            deeds.put(
                    "delete another's",
                    c -> asked(gateway, c, "message.delete", "\"message_id\":\"" + anasMessage(c) + "\""));
            deeds.put("let someone in, change a role", c -> asked(gateway, c, "member.add", "\"user_id\":\"ops\""));
            deeds.put(
                    "make an owner, change an owner's role",
                    c -> asked(gateway, c, "member.add", "\"user_id\":\"bruno\",\"role\":\"owner\""));
            deeds.put("put someone out, mute, ban, end that", c -> {
                assertThat(ana.put("/api/channels/" + c + "/members/bruno", "{\"role\":\"member\"}")
                                .status())
                        .isLessThan(300);
                return agreed(
                        asked(gateway, c, "member.mute", "\"user_id\":\"bruno\",\"until\":\"" + LATER + "\""),
                        asked(gateway, c, "member.remove", "\"user_id\":\"bruno\""),
                        asked(gateway, c, "member.ban", "\"user_id\":\"bruno\""));
            });
            deeds.put(
                    "the same to an owner",
                    c -> asked(gateway, c, "member.mute", "\"user_id\":\"ana\",\"until\":\"2001-01-01T00:00:00Z\""));
            deeds.put("rename the channel", c -> asked(gateway, c, "channel.rename", "\"name\":\"Other\""));
            deeds.put(
                    "archive it, open it again",
                    c -> agreed(
                            asked(gateway, c, "channel.archive", "\"archived\":true"),
                            asked(gateway, c, "channel.archive", "\"archived\":false")));
            deeds.put("say how long messages are kept", c -> asked(gateway, c, "channel.retain", "\"days\":30"));
            deeds.put("leave", c -> asked(gateway, c, "member.remove", "\"user_id\":\"carla\""));
            check(deeds);
        }
    }

    private static String asked(Gateway gateway, String channel, String type, String rest) throws Exception {
        var receipt = gateway.ask(
                channel,
                "{\"type\":\"" + type + "\",\"sender_id\":\"carla\",\"channel_id\":\"" + channel
                        + "\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"client_id\":\"" + UUID.randomUUID() + "\","
                        + rest
                        + "}");
        return receipt.getString("state").equals("stored") ? "" : receipt.getString("reason");
    }

    @Test
    void overRest() throws Exception {
        var carla = Api.signedIn("carla");
        var deeds = new LinkedHashMap<String, Deed>();
        deeds.put(
                "read and hear",
                c -> agreed(
                        reason(carla.get("/api/channels/" + c)),
                        reason(carla.get("/api/channels/" + c + "/members")),
                        reason(carla.get("/api/channels/" + c + "/messages"))));
        deeds.put(
                "say something, edit one's own",
                c -> agreed(
                        reason(carla.post("/api/channels/" + c + "/messages", "{\"message\":\"x\"}")),
                        reason(carla.post("/api/channels/" + c + "/messages?wait=stored", "{\"message\":\"x\"}"))));
        deeds.put(
                "let someone in, change a role",
                c -> agreed(
                        reason(carla.put("/api/channels/" + c + "/members/ops", "{\"role\":\"member\"}")),
                        reason(carla.put("/api/channels/" + c + "/members/bruno", "{\"role\":\"reader\"}"))));
        deeds.put("put someone out, mute, ban, end that", c -> {
            var bruno = "/api/channels/" + c + "/members/bruno";
            return agreed(
                    reason(carla.put(bruno + "/mute", "{\"until\":\"" + LATER + "\"}")),
                    reason(carla.delete(bruno + "/mute")),
                    reason(carla.delete(bruno)),
                    reason(carla.put("/api/channels/" + c + "/bans/bruno", "")),
                    reason(carla.get("/api/channels/" + c + "/bans")),
                    reason(carla.delete("/api/channels/" + c + "/bans/bruno")));
        });
        deeds.put("the same to an owner", c -> reason(carla.delete("/api/channels/" + c + "/members/ana/mute")));
        deeds.put("make and remove webhooks of the channel", c -> webhooks(carla, "/api/channels/" + c + "/webhooks"));
        deeds.put("rename the channel", c -> reason(carla.patch("/api/channels/" + c, "{\"name\":\"Other\"}")));
        deeds.put(
                "archive it, open it again",
                c -> agreed(
                        reason(carla.patch("/api/channels/" + c, "{\"archived\":true}")),
                        reason(carla.patch("/api/channels/" + c, "{\"archived\":false}"))));
        deeds.put(
                "say how long messages are kept",
                c -> reason(carla.patch("/api/channels/" + c, "{\"retention_days\":30}")));
        deeds.put("leave", c -> reason(carla.delete("/api/channels/" + c + "/members/carla")));
        check(deeds);
    }

    private String webhooks(Api carla, String webhooks) {
        var made = ana.post(webhooks, "{\"url\":\"http://127.0.0.1:1/\"}").object();
        return agreed(
                reason(carla.get(webhooks)),
                reason(carla.post(webhooks, "{\"url\":\"http://127.0.0.1:1/\"}")),
                reason(carla.delete(webhooks + "/" + made.getString("id"))));
    }

    private static String reason(Api.Answer answer) {
        return answer.status() < 300 ? "" : answer.reason();
    }

    @Test
    void overTheSocket() throws Exception {
        try (var carla = PhoenixClient.as("carla")) {
            var deeds = new LinkedHashMap<String, Deed>();
            deeds.put("read and hear", c -> {
                var reply = carla.tryJoin("channel:" + c, "{}");
                return reply.status().equals("ok") ? "" : reply.reason();
            });
            deeds.put("say something, edit one's own", c -> pushed(carla, c, "message", "\"message\":\"x\""));
            deeds.put(
                    "edit another's",
                    c -> pushed(carla, c, "edit", "\"message\":\"x\",\"id\":\"" + anasMessage(c) + "\""));
            deeds.put("delete another's", c -> pushed(carla, c, "delete", "\"id\":\"" + anasMessage(c) + "\""));
            check(deeds);
        }
    }

    private static String pushed(PhoenixClient client, String channel, String event, String payload) {
        var topic = "channel:" + channel;
        var reply = client.ask(topic, event, "{" + payload + "}");
        if (!reply.status().equals("ok")) {
            var reason = reply.reason();
            return reason.equals("unmatched topic") ? "not_a_member" : reason;
        }
        var ack = client.event(topic, "message_ack");
        return ack.getString("state").equals("stored") ? "" : ack.getString("reason");
    }

    private void check(Map<String, Deed> deeds) throws Exception {
        var table = RoleTable.read();
        var held = new LinkedHashMap<String, List<Boolean>>();
        var asked = new LinkedHashMap<String, List<Boolean>>();
        deeds.keySet().forEach(what -> {
            held.put(what, new ArrayList<>());
            asked.put(what, table.get(what));
        });
        for (var role : RoleTable.ROLES) {
            var channel = channelWhereCarlaIs(role);
            for (var deed : deeds.entrySet()) {
                var why = deed.getValue().by(channel);
                assertThat(ANSWERS).as("%s: %s", role, deed.getKey()).contains(why);
                held.get(deed.getKey()).add(why.isEmpty());
            }
        }
        assertThat(held).isEqualTo(asked);
    }

    private String channelWhereCarlaIs(String role) {
        var channel = "roles-" + UUID.randomUUID();
        assertThat(ana.post(
                                "/api/channels",
                                "{\"id\":\"" + channel
                                        + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\"]}")
                        .status())
                .isEqualTo(201);
        if (!role.equals("nobody there")) {
            assertThat(ana.put("/api/channels/" + channel + "/members/carla", "{\"role\":\"" + role + "\"}")
                            .status())
                    .isEqualTo(201);
        }
        return channel;
    }

    /** The id of something ana says there now. */
    private String anasMessage(String channel) {
        return ana.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"ana's\"}")
                .object()
                .getString("id");
    }

    /** What all of these have in common: a role may do all of it, or nothing. */
    private static String agreed(String... reasons) {
        assertThat(List.of(reasons).stream().map(String::isEmpty).distinct()).hasSize(1);
        return reasons[0];
    }
}

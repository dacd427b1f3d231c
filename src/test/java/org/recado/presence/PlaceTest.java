package org.recado.presence;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.recado.socket.Attendee;

/** What the clients of one topic are told, and when. */
class PlaceTest {

    private static final int LIMIT = 4;
    private static final String SINCE = "2026-01-01T00:00:0";
    private static final String NOBODY = "own presence_state {}";

    private final Queue<Attendee> shed = new ArrayDeque<>();
    private final Client ana = new Client("ana", "1");
    private final Client anasPhone = new Client("ana", "1");
    private final Client bruno = new Client("bruno", "1");
    private final Client carla = new Client("carla", "1");
    private final Place place = new Place(ana.place(), LIMIT, shed::add);
    private long now = 1_000;

    @Test
    void firstJoinIsToldTheStateOnceItIsKnown() {
        place.join(ana, meta("ana", 1));

        assertThat(place.tell(now)).isFalse();
        assertThat(ana.news()).isEmpty();
        place.known();
        assertThat(place.tell(now)).isTrue();
        assertThat(ana.news()).containsExactly(state(key("ana", told(1))));
    }

    @Test
    void laterJoinIsToldAtOnceWhatTheOthersKnowAndThenOfItself() {
        anaAndBruno();
        place.join(carla, meta("carla", 3));

        assertThat(carla.news()).containsExactly(state(key("ana", told(1)), key("bruno", told(2))));
        second();
        var diff = diff(key("carla", told(3)), "");
        assertThat(List.of(ana.news(), bruno.news(), carla.news()))
                .containsExactly(List.of(diff), List.of(diff), List.of(diff));
    }

    @Test
    void changesOfOneSecondAreOneDiff() {
        anaAndBruno();
        place.join(carla, meta("carla", 3));
        assertThat(place.tell(now + 500_000_000)).isFalse();
        assertThat(ana.news()).isEmpty();
        place.leave(bruno);
        second();

        assertThat(ana.news()).containsExactly(diff(key("carla", told(3)), key("bruno", told(2))));
    }

    @Test
    void whoCameAndWentWithinASecondIsNotTold() {
        anaAndBruno();
        place.join(carla, meta("carla", 3));
        place.leave(carla);
        second();

        assertThat(ana.news()).isEmpty();
    }

    @Test
    void nothingNewIsNotTold() {
        anaAndBruno();
        second();
        second();

        assertThat(ana.news()).isEmpty();
    }

    @Test
    void eachDeviceIsAMetaOfItsUser() {
        place.known();
        place.join(ana, meta("ana", 1));
        place.join(bruno, meta("bruno", 2));
        second();
        place.join(anasPhone, meta("ana", 3));
        second();

        assertThat(bruno.news()).endsWith(diff(key("ana", told(3)), ""));
        place.join(carla, meta("carla", 4));
        assertThat(carla.news()).containsExactly(state(key("ana", told(1), told(3)), key("bruno", told(2))));
        place.leave(carla);
        place.leave(ana);
        second();
        assertThat(bruno.news()).containsExactly(diff("", key("ana", told(1))));
    }

    @Test
    void updateIsALeaveOfTheOldMetaAndAJoinOfTheNew() {
        anaAndBruno();
        place.update(ana, status("away"));
        second();

        var away = told("m1.1", Optional.of("m1"), 1, ",\"status\":\"away\"");
        assertThat(bruno.news()).containsExactly(diff(key("ana", away), key("ana", told(1))));
        place.join(carla, meta("carla", 3));
        assertThat(carla.news()).containsExactly(state(key("ana", away), key("bruno", told(2))));
    }

    @Test
    void updatesOfOneSecondAreOneAndPointToWhatWasTold() {
        anaAndBruno();
        place.update(ana, status("away"));
        place.update(ana, status("busy"));
        place.update(ana, JsonObject.EMPTY_JSON_OBJECT);
        second();

        assertThat(bruno.news())
                .containsExactly(diff(key("ana", told("m1.3", Optional.of("m1"), 1, "")), key("ana", told(1))));
    }

    @Test
    void whoWasToldOtherwiseMeanwhileKeepsTheirRef() {
        anaAndBruno();
        place.update(ana, status("away"));
        second();
        place.leave(bruno);
        second();
        ana.news();
        place.join(carla, meta("carla", 3));

        assertThat(carla.news())
                .containsExactly(state(key("ana", told("m1.1", Optional.of("m1"), 1, ",\"status\":\"away\""))));
    }

    @Test
    void slowClientIsToldNoDiffsUntilItHasGotTheStateAgain() {
        anaAndBruno();
        bruno.isSlow = true;
        place.join(carla, meta("carla", 3));
        second();
        shed.forEach(place::missed);
        assertThat(shed).containsExactly(bruno);

        place.leave(carla);
        assertThat(second()).isFalse();
        bruno.isSlow = false;
        place.join(carla, meta("carla", 4));
        assertThat(second()).isTrue();

        assertThat(bruno.news())
                .containsExactly(state(key("ana", told(1)), key("bruno", told(2)), key("carla", told(4))));
        place.leave(carla);
        second();
        assertThat(bruno.news()).containsExactly(diff("", key("carla", told(4))));
    }

    @Test
    void slowClientKeepsNobodyWaiting() {
        anaAndBruno();
        bruno.isSlow = true;
        place.missed(bruno);
        assertThat(second()).isFalse();
        place.join(carla, meta("carla", 3));
        second();

        assertThat(ana.news()).containsExactly(diff(key("carla", told(3)), ""));
    }

    @Test
    void overTheLimitThereIsACountInsteadOfAList() {
        anaAndBruno();
        place.heard("other", Optional.of(sheet(meta("ana", 7), meta("carla", 8))));
        second();
        assertThat(ana.news()).hasSize(1);
        place.heard("other", Optional.of(sheet(meta("ana", 7), meta("carla", 8), meta("dora", 9))));
        second();

        assertThat(ana.news()).containsExactly(NOBODY, count(4));
        place.join(carla, meta("carla", 3));
        assertThat(carla.news()).containsExactly(NOBODY, count(4));
        place.join(anasPhone, meta("eva", 4));
        second();
        assertThat(ana.news()).containsExactly(count(5));
        second();
        assertThat(ana.news()).isEmpty();
    }

    @Test
    void countDoesNotTurnIntoAListWithEachWhoGoes() {
        anaAndBruno();
        place.heard("other", Optional.of(sheet(meta("c", 7), meta("d", 8), meta("e", 9))));
        second();
        place.heard("other", Optional.of(sheet(meta("c", 7), meta("d", 8))));
        second();
        assertThat(ana.news()).containsExactly(NOBODY, count(5), count(4));
        place.heard("other", Optional.of(sheet(meta("c", 7))));
        second();

        assertThat(ana.news()).containsExactly(state(key("ana", told(1)), key("bruno", told(2)), key("c", told(7))));
        place.heard("other", Optional.of(sheet(meta("c", 7), meta("d", 8))));
        second();
        assertThat(ana.news()).containsExactly(diff(key("d", told(8)), ""));
    }

    @Test
    void nodeThatOnlyCountsMakesAllCount() {
        anaAndBruno();
        place.heard("other", Optional.of(new Sheet(3, List.of(), java.util.Set.of("ana", "x"))));
        second();

        assertThat(ana.news()).containsExactly(NOBODY, count(3));
    }

    @Test
    void ofManyHereOnlyTheUsersAreSaidToOtherNodes() {
        anaAndBruno();
        for (var i = 10; i < 13; i++) {
            place.join(new Client("ana", "1"), meta("ana", i));
        }

        assertThat(place.sheet()).isEqualTo(new Sheet(5, List.of(), java.util.Set.of("ana", "bruno")));
    }

    @Test
    void otherNodesConnectionsComeAndGo() {
        anaAndBruno();
        assertThat(place.heard("other", Optional.of(sheet(meta("carla", 7))))).isTrue();
        assertThat(place.heard("other", Optional.of(sheet(meta("carla", 7))))).isFalse();
        second();
        assertThat(ana.news()).containsExactly(diff(key("carla", told(7)), ""));
        assertThat(place.heard("other", Optional.empty())).isTrue();
        assertThat(place.heard("other", Optional.empty())).isFalse();
        second();

        assertThat(ana.news()).containsExactly(diff("", key("carla", told(7))));
    }

    @Test
    void userNamedLikeAPropertyOfEveryObjectIsNoKey() {
        anaAndBruno();
        var odd = new Client("__proto__", "1");
        place.join(odd, meta("__proto__", 3));
        place.join(carla, meta("constructor", 4));
        second();

        assertThat(ana.news()).isEmpty();
        assertThat(odd.news()).containsExactly(state(key("ana", told(1)), key("bruno", told(2))));
    }

    private void anaAndBruno() {
        place.join(ana, meta("ana", 1));
        place.join(bruno, meta("bruno", 2));
        place.known();
        place.tell(now);
        assertThat(ana.news()).containsExactly(state(key("ana", told(1)), key("bruno", told(2))));
        bruno.news();
    }

    private boolean second() {
        now += TimeUnit.SECONDS.toNanos(1);
        return place.tell(now);
    }

    private static Meta meta(String user, int number) {
        return new Meta(user, "m" + number, SINCE + number % 10 + "Z");
    }

    private static Sheet sheet(Meta... metas) {
        return Sheet.of(List.of(metas), LIMIT);
    }

    private static JsonObject status(String status) {
        return Json.createObjectBuilder().add("status", status).build();
    }

    private static String state(String... keys) {
        return "own presence_state {" + String.join(",", keys) + "}";
    }

    private static String diff(String joins, String leaves) {
        return "all presence_diff {\"joins\":{" + joins + "},\"leaves\":{" + leaves + "}}";
    }

    private static String count(int count) {
        return "all presence_count {\"count\":" + count + "}";
    }

    private static String key(String user, String... metas) {
        return "\"" + user + "\":{\"metas\":[" + String.join(",", metas) + "]}";
    }

    private static String told(int number) {
        return told("m" + number, Optional.empty(), number, "");
    }

    private static String told(String ref, Optional<String> before, int number, String own) {
        return "{\"phx_ref\":\"" + ref + "\","
                + before.map(b -> "\"phx_ref_prev\":\"" + b + "\",").orElse("")
                + "\"online_at\":\"" + SINCE + number % 10 + "Z\"" + own + "}";
    }
}

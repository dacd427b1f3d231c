package org.recado.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.recado.channel.Access.Actor;
import org.recado.channel.Access.Target;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;

class AccessTest {

    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** What each row of the README's table asks. */
    private static final Map<String, Consumer<Actor>> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("read and hear", Access::member);
        ROWS.put("say something, edit one's own", by -> {
            Access.mayWrite(by, NOW);
            Access.mayEdit(by, true, NOW);
        });
        ROWS.put("delete one's own", by -> Access.mayDelete(by, true));
        ROWS.put("edit another's", by -> Access.mayEdit(by, false, NOW));
        ROWS.put("delete another's", by -> Access.mayDelete(by, false));
        ROWS.put("let someone in, change a role", by -> {
            Access.mayAdd(by, stranger(), Role.MODERATOR);
            Access.mayAdd(by, someone(Role.READER), Role.MEMBER);
        });
        ROWS.put("make an owner, change an owner's role", by -> {
            Access.mayAdd(by, stranger(), Role.OWNER);
            Access.mayAdd(by, someone(Role.OWNER), Role.READER);
        });
        ROWS.put("leave", by -> Access.mayRemove(by, self(by)));
        ROWS.put("put someone out, mute, ban, end that", by -> {
            Access.mayRemove(by, someone(Role.MODERATOR));
            Access.maySanction(by, someone(Role.MODERATOR));
        });
        ROWS.put("the same to an owner", by -> {
            Access.mayRemove(by, someone(Role.OWNER));
            Access.maySanction(by, someone(Role.OWNER));
        });
        ROWS.put("make and remove webhooks of the channel", Access::mayHook);
        ROWS.put("rename the channel", Access::mayRename);
        ROWS.put("archive it, open it again", Access::mayArchive);
        ROWS.put("say how long messages are kept", Access::mayRetain);
    }

    @Test
    void tableOfTheReadmeIsWhatHolds() {
        var held = new LinkedHashMap<String, List<Boolean>>();
        ROWS.forEach((what, rule) -> held.put(what, holds(rule)));

        assertThat(held).isEqualTo(RoleTable.read());
    }

    private static List<Boolean> holds(Consumer<Actor> rule) {
        return RoleTable.ROLES.stream()
                .map(name -> Role.ofWire(name).map(AccessTest::as).orElseGet(AccessTest::nobody))
                .map(by -> allows(rule, by))
                .toList();
    }

    private static boolean allows(Consumer<Actor> rule, Actor by) {
        try {
            rule.accept(by);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    @Test
    void whatIsNotThereIsSaidFirst() {
        var nowhere = new Actor(ANA, Optional.empty(), Optional.empty());
        ROWS.forEach((what, rule) ->
                assertThat(refusal(() -> rule.accept(nowhere))).as(what).isEqualTo(Reason.UNKNOWN_CHANNEL));
        assertThat(refusal(() -> Access.member(nobody()))).isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayWrite(as(Role.READER), NOW))).isEqualTo(Reason.READ_ONLY);
        assertThat(refusal(() -> Access.mayEdit(as(Role.OWNER), false, NOW))).isEqualTo(Reason.NOT_THE_AUTHOR);
    }

    @Test
    void oneComesByOneselfIntoPublicChannelsOnlyAndAsAMember() {
        allowed(() -> Access.mayAdd(in(Kind.PUBLIC, Optional.empty()), self(nobody()), Role.MEMBER));
        assertThat(refusal(() -> Access.mayAdd(in(Kind.PRIVATE, Optional.empty()), self(nobody()), Role.MEMBER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayAdd(in(Kind.PUBLIC, Optional.empty()), self(nobody()), Role.OWNER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayAdd(in(Kind.PUBLIC, Optional.empty()), stranger(), Role.MEMBER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayAdd(in(Kind.PUBLIC, member(ANA, Role.READER)), self(nobody()), Role.MEMBER)))
                .isEqualTo(Reason.READ_ONLY);
    }

    @Test
    void lastOwnerStaysOne() {
        var last = new Target(ANA, member(ANA, Role.OWNER), false, 1);
        assertThat(refusal(() -> Access.mayRemove(as(Role.OWNER), last))).isEqualTo(Reason.READ_ONLY);
        assertThat(refusal(() -> Access.mayAdd(as(Role.OWNER), last, Role.MEMBER)))
                .isEqualTo(Reason.READ_ONLY);
        allowed(() -> Access.mayAdd(as(Role.OWNER), last, Role.OWNER));
    }

    @Test
    void mutedMemberWritesAgainWhenItEnds() {
        var muted = member(ANA, Role.OWNER);
        muted.get().mute(Optional.of(NOW.plusMillis(1_500)));
        var by = in(Kind.PRIVATE, muted);

        var refused = catchThrowableOfType(Refused.class, () -> Access.mayWrite(by, NOW));
        assertThat(refused.reason()).isEqualTo(Reason.MUTED);
        assertThat(refused.retryAfter().orElseThrow()).hasMillis(1_500);
        assertThat(refusal(() -> Access.mayEdit(by, true, NOW))).isEqualTo(Reason.MUTED);
        allowed(() -> Access.mayDelete(by, true));
        allowed(() -> Access.mayWrite(by, NOW.plusMillis(1_500)));
    }

    @Test
    void bannedOneIsLetInByNobody() {
        var banned = new Target(ANA, Optional.empty(), true, 1);
        assertThat(refusal(() -> Access.mayAdd(in(Kind.PUBLIC, Optional.empty()), banned, Role.MEMBER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayAdd(as(Role.OWNER), banned, Role.MEMBER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
    }

    @Test
    void nobodySanctionsThemselves() {
        assertThat(refusal(() -> Access.maySanction(as(Role.OWNER), self(as(Role.OWNER)))))
                .isEqualTo(Reason.READ_ONLY);
    }

    @Test
    void archivedChannelIsReadAndLeftOnly() {
        var archived = as(Role.OWNER);
        archived.channel().orElseThrow().archive(Optional.of(NOW));
        for (var what : List.of(
                "say something, edit one's own",
                "delete one's own",
                "let someone in, change a role",
                "rename the channel")) {
            assertThat(refusal(() -> ROWS.get(what).accept(archived))).as(what).isEqualTo(Reason.READ_ONLY);
        }
        for (var what : List.of("read and hear", "leave", "archive it, open it again")) {
            allowed(() -> ROWS.get(what).accept(archived));
        }
    }

    @Test
    void directChannelStaysAsItIs() {
        var direct = in(Kind.DIRECT, member(ANA, Role.OWNER));
        ROWS.forEach((what, rule) -> {
            if (List.of("read and hear", "say something, edit one's own", "delete one's own")
                    .contains(what)) {
                allowed(() -> rule.accept(direct));
            } else {
                assertThat(allows(rule, direct)).as(what).isFalse();
            }
        });
    }

    private static Actor as(Role role) {
        return in(Kind.PRIVATE, member(ANA, role));
    }

    private static Actor nobody() {
        return in(Kind.PRIVATE, Optional.empty());
    }

    private static Actor in(Kind kind, Optional<Membership> membership) {
        var channel = new Channel(new ChannelId("c"), new ChannelName("C"), kind, Instant.EPOCH);
        return new Actor(ANA, Optional.of(channel), membership);
    }

    private static Target self(Actor by) {
        return new Target(ANA, by.membership(), false, 2);
    }

    private static Target stranger() {
        return new Target(BRUNO, Optional.empty(), false, 2);
    }

    private static Target someone(Role role) {
        return new Target(BRUNO, member(BRUNO, role), false, 2);
    }

    private static Optional<Membership> member(UserId user, Role role) {
        return Optional.of(new Membership(new ChannelId("c"), user, role, Instant.EPOCH));
    }

    private static void allowed(ThrowingCallable question) {
        assertThatCode(question).doesNotThrowAnyException();
    }

    private static Reason refusal(ThrowingCallable question) {
        return catchThrowableOfType(Refused.class, question).reason();
    }
}

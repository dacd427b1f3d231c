package org.recado.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

class AccessTest {

    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");

    @Test
    void nobodyWritesWhereTheyAreNot() {
        assertThat(refusal(() -> Access.writer(Optional.empty(), Optional.empty())))
                .isEqualTo(Reason.UNKNOWN_CHANNEL);
        assertThat(refusal(() -> Access.writer(channel(Kind.PUBLIC), Optional.empty())))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.writer(channel(Kind.PRIVATE), as(Role.READER))))
                .isEqualTo(Reason.READ_ONLY);
        allowed(() -> Access.writer(channel(Kind.PRIVATE), as(Role.MEMBER)));
    }

    @Test
    void oneLetsOneselfIntoAPublicChannelOnlyAndAsAMember() {
        allowed(() -> Access.mayAdd(channel(Kind.PUBLIC), Optional.empty(), ANA, ANA, Optional.empty(), Role.MEMBER));
        assertThat(refusal(() ->
                        Access.mayAdd(channel(Kind.PUBLIC), Optional.empty(), ANA, ANA, Optional.empty(), Role.OWNER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayAdd(
                        channel(Kind.PUBLIC), Optional.empty(), ANA, BRUNO, Optional.empty(), Role.MEMBER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(refusal(() -> Access.mayAdd(
                        channel(Kind.PRIVATE), Optional.empty(), ANA, ANA, Optional.empty(), Role.MEMBER)))
                .isEqualTo(Reason.NOT_A_MEMBER);
    }

    @Test
    void aMemberOrReaderRaisesNobodyNotEvenThemselves() {
        assertThat(refusal(() ->
                        Access.mayAdd(channel(Kind.PUBLIC), as(Role.READER), ANA, ANA, Optional.empty(), Role.MEMBER)))
                .isEqualTo(Reason.READ_ONLY);
        assertThat(refusal(() -> Access.mayAdd(
                        channel(Kind.PRIVATE), as(Role.MODERATOR), ANA, ANA, Optional.empty(), Role.OWNER)))
                .isEqualTo(Reason.READ_ONLY);
        allowed(() ->
                Access.mayAdd(channel(Kind.PRIVATE), as(Role.MODERATOR), ANA, BRUNO, Optional.empty(), Role.MEMBER));
        allowed(() -> Access.mayAdd(channel(Kind.PRIVATE), as(Role.OWNER), ANA, BRUNO, Optional.empty(), Role.OWNER));
    }

    @Test
    void anyoneLeavesAndOnlyManagersRemove() {
        allowed(() -> Access.mayRemove(channel(Kind.PRIVATE), as(Role.READER), ANA, ANA, Optional.empty()));
        assertThat(refusal(
                        () -> Access.mayRemove(channel(Kind.PRIVATE), as(Role.MEMBER), ANA, BRUNO, Optional.empty())))
                .isEqualTo(Reason.READ_ONLY);
        allowed(() -> Access.mayRemove(channel(Kind.PRIVATE), as(Role.MODERATOR), ANA, BRUNO, Optional.empty()));
    }

    @Test
    void anOwnerIsTouchedByOwnersOnly() {
        assertThat(refusal(() -> Access.mayAdd(
                        channel(Kind.PRIVATE), as(Role.MODERATOR), ANA, BRUNO, as(Role.OWNER), Role.READER)))
                .isEqualTo(Reason.READ_ONLY);
        assertThat(refusal(
                        () -> Access.mayRemove(channel(Kind.PRIVATE), as(Role.MODERATOR), ANA, BRUNO, as(Role.OWNER))))
                .isEqualTo(Reason.READ_ONLY);
        allowed(() -> Access.mayRemove(channel(Kind.PRIVATE), as(Role.OWNER), ANA, BRUNO, as(Role.OWNER)));
    }

    @Test
    void aDirectChannelsMembersNeverChange() {
        assertThat(refusal(() ->
                        Access.mayAdd(channel(Kind.DIRECT), as(Role.OWNER), ANA, BRUNO, Optional.empty(), Role.MEMBER)))
                .isEqualTo(Reason.READ_ONLY);
        assertThat(refusal(() -> Access.mayRemove(channel(Kind.DIRECT), as(Role.OWNER), ANA, ANA, Optional.empty())))
                .isEqualTo(Reason.READ_ONLY);
    }

    private static Optional<Channel> channel(Kind kind) {
        return Optional.of(new Channel(new ChannelId("c"), "C", kind, Instant.EPOCH));
    }

    private static Optional<Membership> as(Role role) {
        return Optional.of(new Membership(new ChannelId("c"), ANA, role, Instant.EPOCH));
    }

    private static void allowed(ThrowingCallable question) {
        assertThatCode(question).doesNotThrowAnyException();
    }

    private static Reason refusal(ThrowingCallable question) {
        return catchThrowableOfType(Refused.class, question).reason();
    }
}

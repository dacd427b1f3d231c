package org.recado.presence;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.socket.Announcement;
import org.recado.socket.Attendee;
import org.recado.socket.TopicName;

/** One join of a channel, and what its client was told; one that reads slowly takes nothing. */
final class Client implements Attendee {

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile boolean isSlow;
    private final UserId user;
    private final TopicName place;

    Client(String user, String channel) {
        this.user = new UserId(user);
        this.place = TopicName.of(new ChannelId(channel));
    }

    @Override
    public UserId user() {
        return user;
    }

    @Override
    public TopicName place() {
        return place;
    }

    @Override
    public boolean hasRoom(int bytes) {
        return !isSlow;
    }

    @Override
    public void pass(Announcement announcement, Runnable dropped) {
        take("all", announcement, dropped);
    }

    @Override
    public void passOwn(Announcement announcement, Runnable dropped) {
        take("own", announcement, dropped);
    }

    private void take(String to, Announcement announcement, Runnable dropped) {
        if (isSlow) {
            dropped.run();
        } else {
            told.add(to + " " + announcement.event() + " " + announcement.payload());
        }
    }

    /** What was told since this was asked last. */
    List<String> news() {
        var news = List.copyOf(told);
        told.clear();
        return news;
    }
}

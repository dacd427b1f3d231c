package org.recado.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.recado.history.Mending.End;
import org.recado.id.ChannelId;

/** Where each channel of the log ends, made of the log's keys in their order; it holds one page of them. */
final class Ends implements Iterator<End> {

    private final Function<String, List<String>> pages;
    private final Deque<String> keys = new ArrayDeque<>();
    private String last = "";
    private Optional<End> next;

    /** @param pages the next keys after one; none when there are no more */
    Ends(Function<String, List<String>> pages) {
        this.pages = pages;
        this.next = key().map(Ends::end);
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public End next() {
        var end = next.orElseThrow(NoSuchElementException::new);
        next = key().map(Ends::end);
        while (next.isPresent() && next.get().channel().equals(end.channel())) {
            end = next.get();
            next = key().map(Ends::end);
        }
        return end;
    }

    private Optional<String> key() {
        if (keys.isEmpty()) {
            keys.addAll(pages.apply(last));
        }
        var key = Optional.ofNullable(keys.poll());
        last = key.orElse(last);
        return key;
    }

    private static End end(String key) {
        var slash = key.lastIndexOf('/');
        return new End(new ChannelId(key.substring(0, slash)), Long.parseLong(key.substring(slash + 1)));
    }
}

package org.recado.history;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.event.Event;
import org.recado.event.Event.MessageDeleted;
import org.recado.event.EventCodec;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.platform.Meters;
import org.recado.platform.Redis;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The newest events of each channel in Redis. Losing it costs speed only (invariant S5): no call throws because of
 * Redis, and after a few failures Redis is left alone for a moment.
 */
@ApplicationScoped
public class RecentMessages {

    private static final System.Logger LOG = System.getLogger(RecentMessages.class.getName());
    private static final String KEY = "recado:recent:";
    private static final int FAILURES_TO_OPEN = 3;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(2);

    @Inject
    UnifiedJedis redis;

    @Inject
    Meters meters;

    @Inject
    @ConfigProperty(name = "recado.history.cached-events")
    int cachedEvents;

    @Inject
    @ConfigProperty(name = "recado.history.cache-ttl-seconds")
    long ttlSeconds;

    private FailsafeExecutor<Object> circuit;

    @PostConstruct
    void start() {
        circuit = Failsafe.with(CircuitBreaker.builder()
                .handle(JedisException.class)
                .withFailureThreshold(FAILURES_TO_OPEN)
                .withDelay(LEFT_ALONE)
                .onOpen(e -> LOG.log(System.Logger.Level.WARNING, "Redis fails, the archive is read instead"))
                .onClose(e -> LOG.log(System.Logger.Level.INFO, "Redis answers again"))
                .build());
    }

    /**
     * Keeps these events, as far as they are among the newest of their channel.
     *
     * @param lastSeqs the last seq of each channel of these events
     */
    public void remember(List<Told> events, Map<ChannelId, Long> lastSeqs) {
        var newest = new LinkedHashMap<ChannelId, List<Told>>();
        for (var told : events) {
            var event = (Event.OfChannel) told.event();
            if (isKept(event.seq(), lastSeqs.getOrDefault(event.channel(), event.seq()))) {
                newest.computeIfAbsent(event.channel(), c -> new ArrayList<>()).add(told);
            }
        }
        if (!newest.isEmpty()) {
            attempt(() -> write(newest));
        }
    }

    /** Whether a seq is near enough to the end of its channel to be kept here. */
    boolean isKept(long seq, long lastSeq) {
        return seq > lastSeq - cachedEvents;
    }

    /** Forgets a channel; what is asked next is read from the archive. */
    public void forget(ChannelId channel) {
        attempt(() -> redis.del(key(channel)));
    }

    private Boolean write(Map<ChannelId, List<Told>> newest) {
        add(newest);
        newest.forEach((channel, events) -> {
            var deleted = deleted(events);
            if (!deleted.isEmpty()) {
                blank(channel, deleted);
            }
        });
        return true;
    }

    private static Map<MessageId, MessageDeleted> deleted(List<Told> events) {
        return events.stream()
                .map(Told::event)
                .filter(MessageDeleted.class::isInstance)
                .map(MessageDeleted.class::cast)
                .collect(Collectors.toMap(MessageDeleted::id, e -> e, (first, again) -> again));
    }

    // a deleted message's text is taken from its earlier events too, as in the archive
    private void blank(ChannelId channel, Map<MessageId, MessageDeleted> deleted) {
        var blanked = new HashMap<String, String>();
        redis.hgetAll(key(channel)).forEach((field, json) -> {
            if (event(json) instanceof Event.OfMessage e
                    && !(e instanceof MessageDeleted)
                    && deleted.containsKey(e.id())) {
                blanked.put(field, text(Told.of(deleted.get(e.id()).at(e.seq()))));
            }
        });
        if (!blanked.isEmpty()) {
            redis.hset(key(channel), blanked);
        }
    }

    private void add(Map<ChannelId, List<Told>> newest) {
        var sizes = new HashMap<String, Response<Long>>();
        try (var pipeline = redis.pipelined()) {
            newest.forEach((channel, events) -> {
                var key = key(channel);
                pipeline.hset(key, fields(events));
                pipeline.hdel(
                        key,
                        events.stream().map(t -> field(seq(t) - cachedEvents)).toArray(String[]::new));
                pipeline.expire(key, ttlSeconds);
                sizes.put(key, pipeline.hlen(key));
            });
            pipeline.sync();
            // what was not taken out while Redis was away would stay for ever: such a hash starts anew
            sizes.forEach((key, size) -> {
                if (Redis.answered(size) > 2L * cachedEvents) {
                    pipeline.del(key);
                }
            });
            pipeline.sync();
        }
    }

    private static Map<String, String> fields(List<Told> events) {
        var fields = new HashMap<String, String>();
        events.forEach(t -> fields.put(field(seq(t)), text(t)));
        return fields;
    }

    private static String text(Told told) {
        return new String(told.json(), StandardCharsets.UTF_8);
    }

    private static long seq(Told told) {
        return ((Event.OfChannel) told.event()).seq();
    }

    /** The events {@code [from, to]}, if every one of them is here. */
    Optional<List<Event.OfChannel>> events(ChannelId channel, long from, long to) {
        if (from > to || to - from >= cachedEvents) {
            return Optional.empty();
        }
        var fields =
                LongStream.rangeClosed(from, to).mapToObj(RecentMessages::field).toArray(String[]::new);
        return attempt(() -> redis.hmget(key(channel), fields))
                .filter(values -> values.stream().allMatch(Objects::nonNull))
                .map(values -> values.stream().map(RecentMessages::event).toList());
    }

    /** Whether this event of the channel is here. */
    public boolean holds(ChannelId channel, long seq) {
        return events(channel, seq, seq).isPresent();
    }

    private <T> Optional<T> attempt(dev.failsafe.function.CheckedSupplier<T> operation) {
        try {
            return Optional.of(circuit.get(operation));
        } catch (JedisException | CircuitBreakerOpenException e) {
            meters.count("recado.redis.failures", "failure", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static Event.OfChannel event(String json) {
        return (Event.OfChannel) EventCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(ChannelId channel) {
        return KEY + channel.value();
    }

    private static String field(long seq) {
        return Long.toString(seq);
    }
}

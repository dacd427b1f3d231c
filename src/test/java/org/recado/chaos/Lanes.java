package org.recado.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All the lanes of a run, found by the keys of their commands. */
final class Lanes {
    private final Map<String, Lane> byName = new LinkedHashMap<>();
    private final long seed;

    Lanes(long seed) {
        this.seed = seed;
    }

    /** @param door a letter */
    Lane open(char door, String user, String channel) {
        var name = door + Integer.toString(byName.size());
        var lane = new Lane(name, user, channel, seed + byName.size());
        byName.put(name, lane);
        return lane;
    }

    List<Lane> all() {
        return List.copyOf(byName.values());
    }

    /** A message was created under this key, by whomever. */
    void learned(String key, String id) {
        var dash = key.indexOf('-');
        if (dash > 0) {
            Optional.ofNullable(byName.get(key.substring(0, dash)))
                    .ifPresent(lane -> lane.learned(Integer.parseInt(key.substring(dash + 1)), id));
        }
    }

    int accepted() {
        return byName.values().stream().mapToInt(lane -> lane.ops().size()).sum();
    }

    int repeats() {
        return byName.values().stream().mapToInt(Lane::repeats).sum();
    }
}

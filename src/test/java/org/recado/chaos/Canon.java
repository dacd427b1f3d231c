package org.recado.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was heard: which message each seq of each channel is about, by whoever heard it first, and what joins were answered. */
final class Canon {
    /** The answer to a join with a cursor: the messages that changed after it, up to a seq. */
    record Resume(String who, String channel, long after, long upTo, List<UUID> messages) {}

    private final Verdict verdict;
    private final Map<String, List<UUID>> heard = new HashMap<>();
    private final List<Resume> resumes = new ArrayList<>();

    Canon(Verdict verdict) {
        this.verdict = verdict;
    }

    synchronized void hear(String who, String channel, long seq, String id) {
        var log = heard.computeIfAbsent(channel, c -> new ArrayList<>());
        while (log.size() <= seq) {
            log.add(null);
        }
        var message = UUID.fromString(id);
        var before = log.set((int) seq, message);
        if (before != null && !before.equals(message)) {
            verdict.disagree("%s heard %s at %s/%d, another heard %s", who, id, channel, seq, before);
        }
    }

    synchronized void resume(Resume resume) {
        resumes.add(resume);
    }

    /** By seq; 0 is unused, and what nobody heard is null. */
    synchronized List<UUID> log(String channel) {
        return new ArrayList<>(heard.getOrDefault(channel, List.of()));
    }

    synchronized List<Resume> resumes() {
        return List.copyOf(resumes);
    }
}

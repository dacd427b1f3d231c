package org.recado.presence;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one node says of one topic.
 *
 * @param connections how many of its connections are in it
 * @param metas each of them, or none where they are too many to be listed
 * @param users who they are of
 */
record Sheet(int connections, List<Meta> metas, Set<String> users) {

    static final Sheet EMPTY = new Sheet(0, List.of(), Set.of());

    static Sheet of(Collection<Meta> metas, int limit) {
        var users = metas.stream().map(Meta::user).collect(Collectors.toUnmodifiableSet());
        return new Sheet(metas.size(), metas.size() > limit ? List.of() : List.copyOf(metas), users);
    }

    boolean isListed() {
        return metas.size() == connections;
    }
}

package org.recado.posting;

import org.recado.channel.Membership;

/** Where the walk puts new rows, and takes old ones away. */
interface Rows {

    void add(MessageRow row);

    void add(PostedRow row);

    void add(Membership row);

    void remove(Membership row);
}

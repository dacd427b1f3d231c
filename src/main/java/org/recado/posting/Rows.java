package org.recado.posting;

import org.recado.audit.Entry;
import org.recado.channel.Membership;
import org.recado.channel.Sanction;
import org.recado.command.Command.Cursor;
import org.recado.id.ChannelId;

/** Where the walk puts new rows, and takes old ones away. */
interface Rows {

    void add(MessageRow row);

    void add(PostedRow row);

    void add(Membership row);

    void remove(Membership row);

    void add(Sanction row);

    /** What is to be in the record beside the log. */
    void add(Entry entry);

    /** A member has read, or has been told, up to here; less than the row has changes nothing. */
    void move(ChannelId channel, Cursor cursor);
}

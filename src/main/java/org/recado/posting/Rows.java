package org.recado.posting;

/** Where the walk puts new rows, and takes old ones away. */
interface Rows {

    void add(Object row);

    void remove(Object row);
}

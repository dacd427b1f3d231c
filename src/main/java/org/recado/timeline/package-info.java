/**
 * What nodes have seen of messages on their way, beside the road: kept in Redis for an hour or so, best effort. A node
 * writes one stream, {@code recado:timeline:<node>}, whose entries are what it saw in half a second, packed. Of a message
 * that is 29 bytes where it was received, 32 where it was carried out and 29 on each node that delivered it.
 *
 * <p>Both the edge and the core note here; neither reads. Imports {@code id} and {@code platform} only.
 */
package org.recado.timeline;

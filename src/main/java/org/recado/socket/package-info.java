/**
 * Steps 1 and 8: the client's connection, a server of Phoenix Channels V2 at {@code /socket/websocket}, and for
 * clients that poll at {@code /socket/longpoll}.
 *
 * <p>A frame goes {@link org.recado.socket.SocketEndpoint} or {@link org.recado.socket.LongPollServlet} → clients →
 * codec → the connection's turns → protocol → topic; what is told goes connections → subscription → outbox → wire. One
 * connection's frames are handled in order and one at a time, heartbeats excepted; one writer writes.
 *
 * <p>Imports {@code command} to ask, {@code channel} and {@code history} to read, {@code auth} to know the caller,
 * {@code audit} to note a page that may not ask, {@code limit} to say when it is too much. What brings the events here is
 * {@code delivery}, which this package knows as {@link org.recado.socket.Shards} only; what keeps account of who is there
 * is {@code presence}, known as {@link org.recado.socket.Attendance} only. Nothing is decided here about a channel, and
 * nothing is stored.
 */
package org.recado.socket;

/**
 * The figures and actions of {@code /api/ops} once more, for consoles that speak JMX; {@code docs/jmx.md} names them all.
 * An attribute is what the node has in memory, looked at shortly before; an operation is carried out on the
 * application's own threads and is in the record as by REST. Who may connect is the server's matter. May import all, is
 * imported by nothing.
 */
package org.recado.ops.jmx;

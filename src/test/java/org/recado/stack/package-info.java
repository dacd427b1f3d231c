/**
 * The embedded stack of {@code ./dev} and of the tests: PostgreSQL and Redis as child processes, the Mongo wire server and
 * the AMQP broker in this JVM, all on loopback, all data in one folder.
 *
 * <p>What a part acknowledged survives the death of any process of the stack; it is not promised to survive the death of
 * the machine, because nothing here waits for the disk. Imports nothing of the product, and nothing of it enters the WAR.
 */
package org.recado.stack;

/**
 * The built WAR in a real server, spoken to from outside only.
 *
 * <p>A class that extends {@link org.recado.it.RunningServer} has the WAR up. Arquillian deploys it before the first such class and it stays until the
 * last, so the classes share one server and its data: a test makes its own channels and users and never counts what it did
 * not make. The stores and the broker are the embedded stack, or the ones named by the {@code RECADO_…} environment.
 */
package org.recado.it;

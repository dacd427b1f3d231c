/**
 * Step 6: what happened. The events and their JSON, and the way to {@code recado.events} with confirms;
 * what is of use only now goes without.
 *
 * <p>Imports {@code id} and {@code platform} only: the core tells, and everyone (our own edges, other people's gateways)
 * listens on equal terms.
 */
package org.recado.event;

/**
 * The proof in the box ({@code ./chaos}): four nodes on real servers under a steady load, while a {@link
 * org.recado.chaos.Storm} of kills, freezes and cut wires goes over them; then {@link org.recado.chaos.Inquest} counts from
 * the outside. A {@link org.recado.chaos.Lane} knows what was accepted, a {@link org.recado.chaos.Canon} what was heard.
 * Nothing of the product is imported: it is met by AMQP, the socket, REST and its stores.
 */
package org.recado.chaos;

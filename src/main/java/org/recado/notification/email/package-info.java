/**
 * The way to someone's e-mail: one mail for all that they have missed, once they have been away for a while.
 *
 * <p>An address is its user's own only once a link in a mail to it was followed ({@code EmailAddresses}); {@code
 * Confirmations} is the outbox of those mails. {@code EmailWay} writes the others. Both leave by {@code Smtp}. Links are
 * signed ({@code LinkTokens}), since who follows them is not signed in; the doors ask here what a link is for.
 */
package org.recado.notification.email;

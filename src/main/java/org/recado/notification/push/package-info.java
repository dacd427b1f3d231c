/**
 * Web Push: people's browsers, by the push services of their makers (RFC 8030). {@code PushWay} is the way; {@code
 * PushBody} is what a browser is told, encrypted for it alone by {@code PushKeys} (RFC 8291); {@code Vapid} is who we are
 * to the push services (RFC 8292). The cryptography is a library's, the call is {@code platform.Outbound}'s.
 */
package org.recado.notification.push;

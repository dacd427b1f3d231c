package org.recado.notification.email;

/**
 * A mail as it is written, before it has an envelope.
 *
 * @param id the same whenever the same mail is sent again; letters, digits, dots and hyphens
 */
record Mail(String id, EmailAddress to, String subject, String text, String html) {}

/**
 * Accounts, the sessions they open, tokens, API keys, another issuer, and who is calling: {@link org.recado.auth.Callers}
 * is the one way from a bearer string to a {@link org.recado.auth.Caller}. PostgreSQL: {@code account}, {@code session},
 * {@code refresh_token}, {@code bot}, {@code api_key}, and new rows of {@code person}. Imports {@code id} and
 * {@code platform} only; that sessions have ended it says by the CDI event {@link org.recado.auth.Revoked}.
 *
 * <p>A sign-in opens a session. Its access tokens are short and checked without a question to a store; its refresh tokens
 * are for one use each. A session that ends takes its access tokens with it within seconds, on every node.
 */
package org.recado.auth;

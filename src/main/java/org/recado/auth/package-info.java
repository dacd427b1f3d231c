/**
 * Accounts, tokens, and who is calling. PostgreSQL: {@code account}. Imports {@code id} and {@code platform} only.
 */
package org.recado.auth;

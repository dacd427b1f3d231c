package org.recado.auth;

import java.time.Instant;

/** What someone who signs in gets: a token for now, and one for the next token. */
public record Pass(Caller caller, Tokens.Issued access, String refreshToken, Instant refreshExpiresAt) {}

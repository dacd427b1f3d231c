package org.recado.platform;

/** Fired once on each node: PostgreSQL has answered and has the schema of this release. */
public record Ready() {}

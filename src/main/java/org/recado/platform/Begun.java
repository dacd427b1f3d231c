package org.recado.platform;

/** Fired once on each node: the server has put up all of the application, so that what works by itself may begin. */
public record Begun() {}

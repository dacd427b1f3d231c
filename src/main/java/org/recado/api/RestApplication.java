package org.recado.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything under {@code /api} (the contract, section 4). */
@ApplicationPath("/api")
public class RestApplication extends Application {}

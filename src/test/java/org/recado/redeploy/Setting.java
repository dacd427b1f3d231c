package org.recado.redeploy;

import java.util.List;
import java.util.Map;

/** What a server is started with. */
record Setting(Map<String, String> environment, List<String> jvmOptions) {}

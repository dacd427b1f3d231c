/** {@code src/test/scripts/redeploy-test}: one server, the WAR deployed again and again under load, and what is left of it. */
package org.recado.redeploy;

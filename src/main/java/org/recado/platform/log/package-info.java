/**
 * How this application's lines are written, at which levels, and how often: a handler on the logger {@code org.recado},
 * there while the application is deployed.
 */
package org.recado.platform.log;

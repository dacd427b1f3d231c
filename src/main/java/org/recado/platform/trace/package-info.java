/**
 * One W3C trace from the socket to the delivery: spans by OpenTelemetry, and their context in the headers of AMQP and HTTP.
 * Where nothing is exported no span is made, and a trace that others have begun is passed on all the same.
 */
package org.recado.platform.trace;

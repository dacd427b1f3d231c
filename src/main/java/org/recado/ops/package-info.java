/**
 * For the people who run it: what flows, the metrics, the demo data. Reads everything, is imported by nothing.
 */
package org.recado.ops;

/**
 * How often someone may ask for something, whichever node they ask: token buckets in Redis, of which each node takes
 * small portions; buckets of the same size on each node while Redis is gone (invariant S5). It knows nothing of what is
 * limited; the doors ask it before they do anything, and say no in their own words. Redis:
 * {@code recado:limit:<limit>:<size>:<keyed hash of who>}, a Bucket4j state that expires once it would be full again.
 * Imports {@code id} and {@code platform} only.
 */
package org.recado.limit;

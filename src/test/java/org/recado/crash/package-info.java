/**
 * Ends the server on purpose between two steps of a batch. A Java agent puts the seams into the product's classes as
 * they are loaded; nothing of it is in the WAR.
 */
package org.recado.crash;

/**
 * The ids, as records that refuse a wrong shape at birth. Imports nothing of ours; everyone may import it.
 */
package org.recado.id;

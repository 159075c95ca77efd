/** Prices facts and books them in an append-only ledger. */
@NullMarked
package io.voltwright.transactions.ledger;

import org.jspecify.annotations.NullMarked;

package io.voltwright.transactions.reports;

import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;

/** What a paper is worth: only a receipt says that the station bills. */
enum Kind {
    RECEIPT("RECEIPT"),
    RECORD("CHARGING RECORD - NOT A RECEIPT"),
    REVIEW("UNDER REVIEW - NOT A RECEIPT");

    final String title;

    Kind(String title) {
        this.title = title;
    }

    static Kind of(Transaction transaction) {
        if (transaction.state() == State.HELD) {
            return REVIEW;
        }
        return transaction.receiptNumber().isPresent() ? RECEIPT : RECORD;
    }

    /** Who bills, for people. */
    static String biller(Transaction transaction) {
        String biller = transaction.biller();
        if (biller.equals("local")) {
            return "this site";
        }
        return biller.equals("free") ? "nobody, it is free" : biller.substring(biller.indexOf(':') + 1);
    }
}

package io.voltwright.journal.derby;

import java.sql.SQLException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code journal:verify} follows the whole hash chain. */
@Service
@Command(
        scope = "journal",
        name = "verify",
        description = "Checks every entry, the hash chain and the signed checkpoints",
        detailedDescription =
                "Prints OK, or BROKEN with the first position that is not what was written, and then fails."
                        + " Example: journal:verify")
public final class VerifyCommand implements Action {

    private static final long TELL_EVERY = 100_000;

    @Reference(optional = true)
    @Nullable
    DerbyJournal journal;

    private long told;

    @Override
    public @Nullable Object execute() throws SQLException {
        if (journal == null) {
            System.out.println("journal is not running");
            return null;
        }
        Verifier.Report report = journal.verify(this::progress);
        if (report.broken().isPresent()) {
            Verifier.Break broken = report.broken().get();
            throw new IllegalStateException("BROKEN at position " + broken.position() + ": " + broken.reason());
        }
        System.out.println(
                "OK: entries " + report.first() + " to " + report.last() + ", " + report.checkpoints() + " checkpoints"
                        + (report.unsigned() == 0 ? "" : ", " + report.unsigned() + " without a signature to check"));
        return null;
    }

    private void progress(long position) {
        if (position - told >= TELL_EVERY) {
            told = position;
            System.out.println("... " + position);
        }
    }
}

package org.onshi.server.eligibility;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.onshi.wire.BulkRequest;
import org.onshi.wire.BulkUnit;
import org.onshi.wire.Element;

/** What has become of a bulk inquiry. */
public sealed interface BulkOutcome {
    /** No inquiry of this facility has this reception number. */
    record NotFound() implements BulkOutcome {}

    /** It waits or is being worked on. */
    record Running(int rowsDone, int rowsTotal) implements BulkOutcome {}

    /**
     * It is done.
     *
     * @param upload the message it came with
     * @param request the same, read
     * @param finishedAt when the last row was checked
     * @param rows in the order of the request
     */
    record Done(Element upload, BulkRequest request, Instant finishedAt, List<Row> rows)
            implements BulkOutcome {
        public Done {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One person of it.
     *
     * @param unit what was asked
     * @param answer empty for a unit at fault, for which nobody was looked up
     */
    record Row(BulkUnit unit, Optional<CheckAnswer> answer) {}
}

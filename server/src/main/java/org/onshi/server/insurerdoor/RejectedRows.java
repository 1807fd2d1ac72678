package org.onshi.server.insurerdoor;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.RegistrationLimits;
import org.onshi.server.registry.Registrations;
import org.onshi.server.registry.RowOutcome;

/** The rejected rows of a file in line order, read page by page. */
final class RejectedRows implements Iterator<RowOutcome> {
    private final Registrations registrations;
    private final InsurerNumber insurer;
    private final UUID registrationId;
    private Iterator<RowOutcome> page = List.<RowOutcome>of().iterator();
    private long last;
    private boolean ended;

    RejectedRows(Registrations registrations, InsurerNumber insurer, UUID registrationId) {
        this.registrations = registrations;
        this.insurer = insurer;
        this.registrationId = registrationId;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !ended) {
            List<RowOutcome> rows =
                    registrations.rejected(
                            insurer, registrationId, last, RegistrationLimits.RESULT_PAGE_ROWS);
            ended = rows.size() < RegistrationLimits.RESULT_PAGE_ROWS;
            page = rows.iterator();
        }
        return page.hasNext();
    }

    @Override
    public RowOutcome next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        RowOutcome row = page.next();
        last = row.line();
        return row;
    }
}

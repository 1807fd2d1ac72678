package org.onshi.server.accounts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Service;

/**
 * Who did what in the console, for the organisation's own auditor. The audit log stays the proof;
 * this is what it says of one organisation's people, found without reading all of it.
 */
@Service
public final class Activities {
    private final ActivityTable table;
    private final InstantSource clock;

    /**
     * @param dataSource connections of the role onshi_server
     * @param clock the shared clock
     */
    public Activities(DataSource dataSource, InstantSource clock) {
        this.table = new ActivityTable(dataSource);
        this.clock = clock;
    }

    /** Notes it in the caller's transaction, beside the audit entry. */
    public void note(Account account, String event, String about) {
        Instant at = clock.instant();
        table.insert(
                new Activity(
                        timeOrdered(at),
                        account.organisation(),
                        account.accountId(),
                        event,
                        about,
                        at));
    }

    /**
     * What an organisation's people did, the latest first.
     *
     * @param before the last one seen; empty to begin
     * @param rowsMax most of them
     */
    public List<Activity> of(String organisation, Optional<UUID> before, int rowsMax) {
        return table.page(organisation, before, rowsMax);
    }

    /** A version 7 UUID (RFC 9562): the page goes by it. */
    private static UUID timeOrdered(Instant at) {
        UUID random = UUID.randomUUID();
        long high = (at.toEpochMilli() << 16) | 0x7000 | (random.getMostSignificantBits() & 0x0FFF);
        return new UUID(high, random.getLeastSignificantBits());
    }
}

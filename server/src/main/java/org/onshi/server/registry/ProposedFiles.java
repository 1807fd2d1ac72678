package org.onshi.server.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.RegistrationTable.Spooled;
import org.onshi.server.registry.SpoolBlock.Opening;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files of cancellations that one person brings and another decides on (requirements J-13). Such a
 * file waits in the spool, each row bound to the coverage it meant when it came and to the versions
 * of it that stood then. Approved, it joins the queue and is worked through like every other; a row
 * whose coverage has changed since is refused by itself ({@link RegistrationCode#CHANGED_SINCE}).
 */
public final class ProposedFiles {
    private static final int LINES_AT_ONCE = 5_000;

    private final RegistrationTable files;
    private final CoverageTable coverages;
    private final RegistrationReception reception;
    private final Registrations registrations;
    private final VaultKeys keys;
    private final TransactionTemplate transaction;

    /**
     * @param dataSource connections of the role onshi_server
     * @param transactions on the same data source
     * @param reception takes files in
     * @param registrations works them through
     * @param keys the vault's keys
     */
    ProposedFiles(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            RegistrationReception reception,
            Registrations registrations,
            VaultKeys keys) {
        this.files = new RegistrationTable(dataSource);
        this.coverages = new CoverageTable(dataSource);
        this.reception = reception;
        this.registrations = registrations;
        this.keys = keys;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A file that waits.
     *
     * @param registrationId its id, also once it is worked through
     * @param rows all its rows
     * @param cancels coverages that they cancelled when it came
     */
    public record Proposed(UUID registrationId, long rows, long cancels) {}

    /**
     * Takes a file of CANCEL rows in, as a stream; nothing of it happens yet.
     *
     * @param with is given the file in the transaction that keeps it; what it throws undoes the
     *     reception
     * @throws Fault {@link FaultCode#FILE_NOT_ONLY_CANCELS}, {@link
     *     FaultCode#FILE_CANCELS_NOTHING}, {@link FaultCode#FILE_OF_TOO_MANY_CANCELS}, {@link
     *     FaultCode#PROPOSED_FILES_WAITING}, and as {@link RegistrationReception#receive}; nothing
     *     of it is kept then
     * @throws IOException when the stream breaks off; nothing of it is kept then
     */
    public UUID receive(InsurerNumber insurer, InputStream body, Consumer<Proposed> with)
            throws IOException {
        refuseTooMany(insurer);
        return reception.receiveProposed(
                insurer,
                body,
                ProposedFiles::requireCancel,
                (id, spooled, digest) -> {
                    long cancels = bind(insurer, id, spooled);
                    if (cancels == 0) {
                        throw new Fault(FaultCode.FILE_CANCELS_NOTHING);
                    }
                    transaction.executeWithoutResult(_ -> {
                        files.lockQueue(insurer);
                        refuseTooMany(insurer);
                        files.proposed(id, spooled, digest);
                        with.accept(new Proposed(id, spooled.rows(), cancels));
                    });
                });
    }

    private void refuseTooMany(InsurerNumber insurer) {
        if (files.proposedFiles(insurer) >= RegistrationLimits.PROPOSED_FILES_MAX) {
            throw new Fault(FaultCode.PROPOSED_FILES_WAITING);
        }
    }

    /** A record that cannot be read is refused by its line later, like in any file. */
    private static void requireCancel(RegistrationRecord record) {
        if (record.line() > RegistrationLimits.PROPOSED_ROWS_MAX) {
            throw new Fault(FaultCode.FILE_OF_TOO_MANY_CANCELS);
        }
        if (record instanceof RegistrationRow row
                && !row.raw(RegistrationColumn.ACTION)
                        .strip()
                        .equals(RegistrationAction.CANCEL.name())) {
            throw new Fault(
                    FaultCode.FILE_NOT_ONLY_CANCELS, row.line() + " 行目 / row " + row.line());
        }
    }

    /**
     * Binds each row to what it means now.
     *
     * @return how many coverages are cancelled by one
     */
    private long bind(InsurerNumber insurer, UUID id, Spooled spooled) {
        Set<UUID> bound = new HashSet<>();
        for (long block = 1; block <= spooled.blocks(); block++) {
            RegistrationChunk.Result result =
                    registrations.rehearsed(
                            id, insurer, records(id, block), new FileTerms(false, false, Map.of()));
            Map<UUID, Set<UUID>> versions =
                    result.writes().endedVersions.values().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            Coverage::coverageId,
                                            Collectors.mapping(
                                                    Coverage::versionId, Collectors.toSet())));
            Map<Long, DecidedRow> decided = new HashMap<>();
            for (RowOutcome row : result.outcomes()) {
                row.coverageId()
                        .filter(_ -> cancels(row))
                        .filter(bound::add)
                        .ifPresent(it ->
                                decided.put(row.line(), new DecidedRow(it, versions.get(it))));
            }
            transaction.executeWithoutResult(_ -> files.decided(id, decided));
        }
        return bound.size();
    }

    /** Whether a row of such a file ends a coverage, and does not only find it ended. */
    public static boolean cancels(RowOutcome row) {
        return row.status() == RowStatus.ACCEPTED && row.code() != RegistrationCode.UNCHANGED;
    }

    private List<RegistrationRecord> records(UUID id, long block) {
        Opening opening =
                files.block(id, block)
                        .map(sealed -> SpoolBlock.open(keys, sealed, id, block))
                        .orElseGet(() -> new Opening.Closed(Hindrance.BLOCK_DAMAGED));
        return switch (opening) {
            case Opening.Opened opened -> opened.records();
            case Opening.Closed closed -> throw new Fault(closed.hindrance().code());
        };
    }

    /**
     * What some rows would come to if the file were approved now; empty behind its end, and when it
     * waits no more.
     *
     * @param block from 1, each of at most {@link RegistrationLimits#CHUNK_ROWS_MAX} rows
     * @throws Fault when the spool does not open
     */
    public List<RowOutcome> rehearsed(InsurerNumber insurer, UUID registrationId, long block) {
        Optional<Spooled> file = files.proposed(registrationId, insurer);
        if (file.isEmpty() || block > file.get().blocks()) {
            return List.of();
        }
        List<RegistrationRecord> records = records(registrationId, block);
        FileTerms terms =
                files.terms(registrationId, records.getFirst().line(), records.getLast().line());
        return registrations.rehearsed(registrationId, insurer, records, terms).outcomes();
    }

    /** How many of its coverages stand otherwise by now; 0 when it waits no more. */
    public long changed(InsurerNumber insurer, UUID registrationId) {
        long rows = files.proposed(registrationId, insurer).map(Spooled::rows).orElse(0L);
        long changed = 0;
        for (long line = 1; line <= rows; line += LINES_AT_ONCE) {
            List<DecidedRow> meant =
                    new ArrayList<>(
                            files.terms(registrationId, line, line + LINES_AT_ONCE - 1)
                                    .decided()
                                    .values());
            Map<UUID, Set<UUID>> standing =
                    coverages.standing(meant.stream().map(DecidedRow::coverageId).toList());
            changed +=
                    meant.stream()
                            .filter(row ->
                                    !standing.getOrDefault(row.coverageId(), Set.of())
                                            .equals(row.versionIds()))
                            .count();
        }
        return changed;
    }

    /**
     * Lets it join the queue, in the caller's transaction.
     *
     * @throws Fault {@link FaultCode#DECIDED_ALREADY}, {@link FaultCode#REGISTRATIONS_WAITING}
     */
    public void release(InsurerNumber insurer, UUID registrationId) {
        Spooled file =
                files.proposed(registrationId, insurer)
                        .orElseThrow(() -> new Fault(FaultCode.DECIDED_ALREADY));
        reception.release(registrationId, insurer, file.rows());
    }

    /** Forgets it and all its rows, in the caller's transaction. */
    public void drop(InsurerNumber insurer, UUID registrationId) {
        files.proposed(registrationId, insurer).ifPresent(_ -> files.dropProposed(registrationId));
    }
}

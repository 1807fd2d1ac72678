package org.onshi.server.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of letters. */
final class LetterTable {
    private static final String COLUMNS =
            """
            person_id, letter_id, kind, cause, insurer_number, insurer_name, name, postal_code, address,
            number_end, branch, acquired_on, reply_by, written_at, printed_at
            """;

    private static final String INSERT =
            "INSERT INTO letters.letter ("
                    + COLUMNS
                    + """
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)
                    ON CONFLICT (person_id, kind, cause) DO NOTHING
                    """;

    /**
     * Locked, so that two who print at once print different ones. There are many more of one kind
     * than of all others, and it asks nothing of anybody: it comes last.
     */
    private static final String WAITING =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM letters.letter
                    WHERE printed_at IS NULL
                    ORDER BY (kind = 'REGISTERED'), written_at, letter_id
                    LIMIT ?
                    FOR UPDATE SKIP LOCKED
                    """;

    private static final String BATCH =
            """
            INSERT INTO letters.print_batch (batch_id, printed_at, letters) VALUES (?, ?, ?)
            """;

    private static final String PRINTED =
            """
            UPDATE letters.letter SET printed_at = ?, printed_in = ?
            WHERE person_id = ? AND letter_id = ?
            """;

    private static final String UNACKNOWLEDGED =
            """
            SELECT batch_id, printed_at, letters, handed_out
            FROM letters.print_batch
            WHERE acknowledged_at IS NULL
            ORDER BY printed_at, batch_id
            """;

    private static final String HAND_OUT_AGAIN =
            """
            UPDATE letters.print_batch SET handed_out = handed_out + 1
            WHERE batch_id = ?
            RETURNING batch_id, printed_at, letters, handed_out
            """;

    private static final String OF_BATCH =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM letters.letter
                    WHERE printed_in = ?
                    ORDER BY written_at, letter_id
                    """;

    private static final String ACKNOWLEDGE =
            """
            UPDATE letters.print_batch SET acknowledged_at = ?
            WHERE batch_id = ? AND acknowledged_at IS NULL
            """;

    private static final String BATCH_KNOWN =
            "SELECT count(*) FROM letters.print_batch WHERE batch_id = ?";

    private static final String OF_INSURER =
            "SELECT " + COLUMNS + "FROM letters.letter WHERE insurer_number = ? AND letter_id = ?";

    private static final String ANSWERED =
            """
            UPDATE letters.letter SET answered_at = ?, answer = ?
            WHERE person_id = ? AND letter_id = ? AND printed_at IS NOT NULL AND answered_at IS NULL
            """;

    private static final String ANSWER =
            "SELECT answer FROM letters.letter WHERE person_id = ? AND letter_id = ?";

    private static final String UNANSWERED =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM letters.letter l
                    WHERE kind = 'CONFIRMATION' AND printed_at < ? AND answered_at IS NULL
                        AND NOT EXISTS (
                            SELECT FROM letters.letter r
                            WHERE r.person_id = l.person_id AND r.kind = 'REMINDER'
                                AND r.cause = l.letter_id)
                    ORDER BY printed_at, letter_id
                    LIMIT ?
                    """;

    private static final String CONFIRMATION =
            """
            SELECT l.letter_id, l.cause, l.person_id, l.written_at, l.printed_at, l.answered_at, l.answer,
                r.letter_id, r.printed_at
            FROM letters.letter l
            LEFT JOIN letters.letter r
                ON r.person_id = l.person_id AND r.kind = 'REMINDER' AND r.cause = l.letter_id
            WHERE l.kind = 'CONFIRMATION' AND l.insurer_number = ?
            """;

    private static final String CONFIRMATIONS =
            CONFIRMATION
                    + """
                      AND (l.answered_at IS NOT NULL) = ? AND l.letter_id > ?
                    ORDER BY l.letter_id
                    LIMIT ?
                    """;

    private static final String ONE_CONFIRMATION = CONFIRMATION + "AND l.letter_id = ?";

    private static final String UNPRINTED =
            """
            SELECT cause FROM letters.letter
            WHERE person_id = ANY (?) AND kind = ? AND cause = ANY (?)
                AND (printed_at IS NULL OR printed_at >= ?)
            """;

    private static final String COUNTS =
            """
            SELECT kind, count(*) FILTER (WHERE printed_at IS NULL),
                count(*) FILTER (WHERE printed_at IS NOT NULL),
                count(*) FILTER (WHERE answer = 'RIGHT'), count(*) FILTER (WHERE answer = 'WRONG')
            FROM letters.letter
            GROUP BY kind
            ORDER BY kind
            """;

    private static final String FOLLOWED =
            """
            SELECT seen_to FROM letters.follower WHERE follower_id = 1 FOR UPDATE SKIP LOCKED
            """;

    private static final String FOLLOWED_TO =
            "UPDATE letters.follower SET seen_to = ? WHERE follower_id = 1";

    /**
     * Few at a time; another server skips them. What is in a batch that nobody has acknowledged may
     * never have been posted, and is had again from here.
     */
    private static final String PURGE =
            """
            DELETE FROM letters.letter
            WHERE (person_id, letter_id) IN (
                SELECT l.person_id, l.letter_id
                FROM letters.letter l
                WHERE l.printed_at <= ?
                  AND NOT EXISTS (
                    SELECT FROM letters.print_batch b
                    WHERE b.batch_id = l.printed_in AND b.acknowledged_at IS NULL)
                ORDER BY l.printed_at
                LIMIT ?
                FOR UPDATE OF l SKIP LOCKED)
            """;

    private final JdbcClient jdbc;

    LetterTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** False when the person was written this already. */
    boolean insert(Letter letter) {
        return jdbc.sql(INSERT)
                        .params(
                                letter.personId(),
                                letter.letterId(),
                                letter.kind().name(),
                                letter.cause(),
                                letter.insurerNumber(),
                                letter.insurerName(),
                                letter.name(),
                                letter.postalCode(),
                                letter.address(),
                                letter.numberEnd(),
                                letter.branch(),
                                letter.acquiredOn(),
                                letter.replyBy().orElse(null),
                                time(letter.writtenAt()))
                        .update()
                == 1;
    }

    List<Letter> waiting(int lettersMax) {
        return jdbc.sql(WAITING).param(lettersMax).query(LetterTable::letter).list();
    }

    void printed(PrintBatch batch, List<Letter> letters) {
        jdbc.sql(BATCH).params(batch.batchId(), time(batch.printedAt()), batch.letters()).update();
        for (Letter letter : letters) {
            jdbc.sql(PRINTED)
                    .params(
                            time(batch.printedAt()),
                            batch.batchId(),
                            letter.personId(),
                            letter.letterId())
                    .update();
        }
    }

    /** The oldest first. */
    List<PrintBatch> unacknowledged() {
        return jdbc.sql(UNACKNOWLEDGED).query(LetterTable::batch).list();
    }

    /** Counts one more time; empty for a batch that there is not. */
    Optional<PrintBatch> handOutAgain(UUID batchId) {
        return jdbc.sql(HAND_OUT_AGAIN).param(batchId).query(LetterTable::batch).optional();
    }

    List<Letter> ofBatch(UUID batchId) {
        return jdbc.sql(OF_BATCH).param(batchId).query(LetterTable::letter).list();
    }

    /** False when it is acknowledged already, or there is none. */
    boolean acknowledge(UUID batchId, Instant at) {
        return jdbc.sql(ACKNOWLEDGE).params(time(at), batchId).update() == 1;
    }

    boolean batchKnown(UUID batchId) {
        return jdbc.sql(BATCH_KNOWN).param(batchId).query(Long.class).single() == 1;
    }

    Optional<Letter> find(String insurerNumber, UUID letterId) {
        return jdbc.sql(OF_INSURER)
                .params(insurerNumber, letterId)
                .query(LetterTable::letter)
                .optional();
    }

    /** False when it is answered already, or was never printed. */
    boolean answered(Letter letter, String answer, Instant at) {
        return jdbc.sql(ANSWERED)
                        .params(time(at), answer, letter.personId(), letter.letterId())
                        .update()
                == 1;
    }

    Optional<String> answer(Letter letter) {
        return jdbc.sql(ANSWER)
                .params(letter.personId(), letter.letterId())
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .single();
    }

    List<Letter> unanswered(Instant printedBefore, int lettersMax) {
        return jdbc.sql(UNANSWERED)
                .params(time(printedBefore), lettersMax)
                .query(LetterTable::letter)
                .list();
    }

    /**
     * How far the log is followed, locked until the transaction ends; empty while another follows.
     */
    Optional<Long> followed() {
        return jdbc.sql(FOLLOWED).query(Long.class).optional();
    }

    void followedTo(long place) {
        jdbc.sql(FOLLOWED_TO).param(place).update();
    }

    /** By letter id, from the one after this on. */
    List<Confirmation> confirmations(
            String insurerNumber, boolean answered, UUID after, int lettersMax) {
        return jdbc.sql(CONFIRMATIONS)
                .params(insurerNumber, answered, after, lettersMax)
                .query(LetterTable::confirmation)
                .list();
    }

    Optional<Confirmation> confirmation(String insurerNumber, UUID letterId) {
        return jdbc.sql(ONE_CONFIRMATION)
                .params(insurerNumber, letterId)
                .query(LetterTable::confirmation)
                .optional();
    }

    List<UUID> unprinted(LetterKind kind, List<UUID> persons, List<UUID> causes, Instant before) {
        return jdbc.sql(UNPRINTED)
                .params(
                        persons.toArray(UUID[]::new),
                        kind.name(),
                        causes.toArray(UUID[]::new),
                        time(before))
                .query(UUID.class)
                .list();
    }

    List<LetterCount> counts() {
        return jdbc.sql(COUNTS)
                .query((row, number) ->
                        new LetterCount(
                                LetterKind.valueOf(row.getString(1)),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5)))
                .list();
    }

    private static Letter letter(ResultSet row, int number) throws SQLException {
        return new Letter(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                LetterKind.valueOf(row.getString(3)),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getObject(12, LocalDate.class),
                Optional.ofNullable(row.getObject(13, LocalDate.class)),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                instant(row, 15));
    }

    private static PrintBatch batch(ResultSet row, int number) throws SQLException {
        return new PrintBatch(
                row.getObject(1, UUID.class),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getInt(3),
                row.getInt(4));
    }

    private static Confirmation confirmation(ResultSet row, int number) throws SQLException {
        Optional<Instant> reminderPrintedAt = instant(row, 9);
        String answer = row.getString(7);
        return new Confirmation(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                instant(row, 5),
                Optional.ofNullable(row.getObject(8, UUID.class))
                        .map(id -> new Confirmation.Reminder(id, reminderPrintedAt)),
                instant(row, 6)
                        .map(at -> new Confirmation.Answered(Letters.Answer.valueOf(answer), at)));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    /** Deletes rows over by then, at most so many; how many. */
    int purge(Instant endedBy, int rowsMax) {
        return jdbc.sql(PURGE).params(time(endedBy), rowsMax).update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

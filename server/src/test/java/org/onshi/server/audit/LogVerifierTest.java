package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.server.audit.LogVerdict.Kind;
import org.springframework.util.FileSystemUtils;

/** Someone with every right in the database changes the log: each change is found where it is. */
@Tag("database")
class LogVerifierTest {
    private static final int LAST = 599;

    @TempDir static Path folder;
    private static LogFixture log;

    @BeforeAll
    static void sixHundredEntriesInSixCheckpoints() throws IOException {
        log = new LogFixture(folder.resolve("log"));
        log.fill();
        log.keep();
    }

    @BeforeEach
    void undoTheLastAttack() throws IOException {
        log.restore();
    }

    @AfterAll
    static void drop() {
        log.close();
    }

    @Test
    void anUntouchedLogHolds() {
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
        assertThat(log.verify().exitCode()).isZero();
    }

    private LogVerdict.Broken broken(Kind kind) {
        LogVerdict verdict = log.verify();
        assertThat(verdict).as(verdict.message()).isInstanceOf(LogVerdict.Broken.class);
        assertThat(verdict.exitCode()).isEqualTo(1);
        LogVerdict.Broken broken = (LogVerdict.Broken) verdict;
        assertThat(broken.kind()).as(broken.message()).isEqualTo(kind);
        return broken;
    }

    private void broken(Kind kind, long place) {
        LogVerdict.Broken broken = broken(kind);
        assertThat(broken.leafIndex()).as(broken.message()).isEqualTo(OptionalLong.of(place));
    }

    private void attack(String sql, Object... values) {
        assertThat(log.superuser.update(sql, values)).isPositive();
    }

    private byte[] body(long place) {
        return log.superuser.queryForObject(
                "SELECT body FROM audit.entry WHERE leaf_index = ?", byte[].class, place);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 300, 598, LAST})
    void anEditedBody(long place) {
        attack(
                "UPDATE audit.entry SET body = convert_to(replace(convert_from(body, 'UTF8'),"
                    + " '\"verdict\":\"1\"', '\"verdict\":\"2\"'), 'UTF8') WHERE leaf_index = ?",
                place);
        LogVerdict.Broken broken = broken(Kind.EDITED_BODY);
        assertThat(broken.leafIndex()).hasValue(place);
        assertThat(broken.entryId()).contains(new UUID(0, place));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, LAST})
    void anEditedBodyTogetherWithItsStoredHash(long place) {
        byte[] other = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        attack("UPDATE audit.entry SET body = ? WHERE leaf_index = ?", other, place);
        replaceLeafHash(place, Merkle.leaf(other));
        broken(Kind.EDITED_BODY, place);
        byte[] wellFormed = EntryFormat.encode(LogFixture.entry(place + 5_000));
        attack(
                "UPDATE audit.entry SET body = ?, entry_id = ?, person_id = ?, recorded_at ="
                        + " recorded_at + interval '5 seconds' WHERE leaf_index = ?",
                wellFormed,
                new UUID(0, place + 5_000),
                new UUID(7, place + 5_000),
                place);
        replaceLeafHash(place, Merkle.leaf(wellFormed));
        broken(Kind.REWRITTEN, place / 100 * 100);
    }

    private void replaceLeafHash(long place, Merkle.Hash hash) {
        attack(
                "UPDATE audit.tile SET hashes = overlay(hashes placing ? from ? for 32)"
                        + " WHERE tile_level = 0 AND tile_index = ?",
                hash.raw(),
                (int) (place % 256) * 32 + 1,
                place / 256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entry_id = '00000000-0000-0000-00ff-000000000000'",
                "recorded_at = recorded_at - interval '1 microsecond'",
                "recorded_at = 'infinity'",
                "event = 'facility.login'",
                "caller = 'facility:9999999999'",
                "person_id = NULL",
                "person_id = '00000000-0000-0000-00ff-000000000000'"
            })
    void anEditedColumn(String change) {
        attack("UPDATE audit.entry SET " + change + " WHERE leaf_index = 300");
        broken(Kind.EDITED_COLUMN, 300);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 256, 300, 598})
    void aDeletedEntry(long place) {
        attack("DELETE FROM audit.entry WHERE leaf_index = ?", place);
        broken(Kind.DELETED, place);
    }

    @Test
    void anEntryWhosePlaceWasTakenAway() {
        attack("UPDATE audit.entry SET leaf_index = NULL WHERE leaf_index = 300");
        broken(Kind.DELETED, 300);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, 598})
    void twoSwappedEntries(long place) {
        attack(
                "UPDATE audit.entry SET leaf_index = 2 * ? + 1 - leaf_index"
                        + " WHERE leaf_index IN (?, ?)",
                place,
                place,
                place + 1);
        broken(Kind.SWAPPED, place);
    }

    @Test
    void twoEntriesFarApartWithSwappedBodies() {
        byte[] first = body(0);
        attack("UPDATE audit.entry SET body = ? WHERE leaf_index = 0", body(LAST));
        attack("UPDATE audit.entry SET body = ? WHERE leaf_index = ?", first, LAST);
        LogVerdict.Broken broken = broken(Kind.SWAPPED);
        assertThat(broken.leafIndex()).hasValue(0);
        assertThat(broken.detail()).endsWith(" " + LAST);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, LAST})
    void aCutTail(long place) {
        attack("DELETE FROM audit.entry WHERE leaf_index >= ?", place);
        broken(Kind.TRUNCATED, place);
    }

    @Test
    void aTailCutTogetherWithEverythingInTheDatabaseThatTellsOfIt() {
        attack("DELETE FROM audit.entry WHERE leaf_index >= 500");
        attack("DELETE FROM audit.checkpoint WHERE tree_size > 500");
        Merkle.Frontier frontier = new Merkle.Frontier();
        for (long place = 0; place < 500; place++) {
            frontier.append(Merkle.leaf(body(place)));
        }
        attack(
                "UPDATE audit.tree SET size = 500, frontier = ?, root = ?",
                frontier.stored(),
                frontier.root().raw());
        attack(
                "UPDATE audit.tile SET hashes = substring(hashes from 1 for 244 * 32)"
                        + " WHERE tile_level = 0 AND tile_index = 1");
        attack("DELETE FROM audit.tile WHERE tile_level = 0 AND tile_index = 2");
        broken(Kind.TRUNCATED, 500);
    }

    @Test
    void everythingDeleted() {
        attack("DELETE FROM audit.entry");
        broken(Kind.TRUNCATED, 0);
    }

    @Test
    void aForgedEntryAtATakenPlace() {
        for (UUID id : new UUID[] {new UUID(-1, -1), new UUID(0, -1)}) {
            attack(
                    "INSERT INTO audit.entry (entry_id, recorded_at, event, caller, body,"
                        + " leaf_index) VALUES (?, '2026-01-01', 'facility.login', 'operator', '',"
                        + " 300)",
                    id);
            broken(Kind.DUPLICATE_PLACE, 300);
            attack("DELETE FROM audit.entry WHERE entry_id = ?", id);
        }
    }

    @Test
    void aForgedEntryAtANegativePlace() {
        attack("UPDATE audit.entry SET leaf_index = -1 WHERE leaf_index = 0");
        broken(Kind.DUPLICATE_PLACE, -1);
    }

    @Test
    void aForgedEntryAfterTheEnd() {
        attack(
                "INSERT INTO audit.entry (entry_id, recorded_at, event, caller, body, leaf_index)"
                    + " VALUES (gen_random_uuid(), '2026-01-01', 'facility.login', 'operator', '',"
                    + " 600)");
        broken(Kind.BEYOND_END, 600);
    }

    @Test
    void anEntryThatNobodyPlaces() {
        log.append(600, 601);
        LogVerdict.Broken broken = broken(Kind.WAITING);
        assertThat(broken.entryId()).contains(new UUID(0, 600));
        log.another().attempt();
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
    }

    @Test
    void aStoredHash() {
        replaceLeafHash(300, Merkle.EMPTY_ROOT);
        broken(Kind.STORED_HASH, 300);
    }

    @Test
    void aStoredHashAboveTheLeaves() {
        attack(
                "UPDATE audit.tile SET hashes = set_byte(hashes, 3, 255 - get_byte(hashes, 3))"
                        + " WHERE tile_level = 1");
        broken(Kind.STORED_HASH);
    }

    @Test
    void aLostTile() {
        attack("DELETE FROM audit.tile WHERE tile_level = 0 AND tile_index = 1");
        broken(Kind.STORED_HASH, 256);
    }

    @Test
    void theStoredTree() {
        attack("UPDATE audit.tree SET root = sha256('x'::bytea)");
        broken(Kind.STORED_TREE);
    }

    @Test
    void theStoredTreeSetBack() {
        attack("UPDATE audit.tree SET size = 400");
        broken(Kind.STORED_TREE, 400);
    }

    @Test
    void aLostTree() {
        attack("DELETE FROM audit.tree");
        broken(Kind.STORED_TREE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 300, 600})
    void aCheckpointDeletedInTheDatabase(long size) {
        attack("DELETE FROM audit.checkpoint WHERE tree_size = ?", size);
        assertThat(broken(Kind.MISSING_CHECKPOINT).detail()).contains(Long.toString(size));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 300, 600})
    void aCheckpointDeletedOnDisk(long size) throws IOException {
        Files.delete(log.file(size));
        assertThat(broken(Kind.MISSING_CHECKPOINT).detail()).contains(Long.toString(size));
    }

    @Test
    void aFolderWithoutAnyCheckpoint() throws IOException {
        FileSystemUtils.deleteRecursively(log.checkpoints);
        assertThat(broken(Kind.MISSING_CHECKPOINT).detail())
                .contains("600 件")
                .contains("600 entries");
        Files.createDirectories(log.file(0).getParent());
        assertThat(broken(Kind.MISSING_CHECKPOINT).detail()).contains("--checkpoints");
        attack("DELETE FROM audit.checkpoint");
        broken(Kind.MISSING_CHECKPOINT);
    }

    @Test
    void aFolderThatKeptNothingButTheCheckpointOfNoEntries() throws IOException {
        String first = Files.readString(log.file(0));
        FileSystemUtils.deleteRecursively(log.checkpoints);
        Files.createDirectories(log.file(0).getParent());
        Files.writeString(log.file(0), first);
        assertThat(broken(Kind.MISSING_CHECKPOINT).detail()).contains("100 entries");
    }

    @Test
    void aFirstCheckpointOfAnotherLogThanTheEmptyOne() throws IOException {
        String forged =
                log.key.sign(
                        new Checkpoint("onshi.test/audit", 0, Merkle.leaf(new byte[0])).text());
        attack("UPDATE audit.checkpoint SET note = ? WHERE tree_size = 0", forged);
        Files.writeString(log.file(0), forged);
        broken(Kind.FORGED_CHECKPOINT);
    }

    @Test
    void aLogBegunBeforeTheCheckpointOfNoEntriesWasKeptHolds() throws IOException {
        attack("DELETE FROM audit.checkpoint WHERE tree_size = 0");
        Files.delete(log.file(0));
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
        Sequencer server = log.another();
        server.attempt();
        assertThat(server.state()).isEqualTo(new Sequencer.State.Integrating(600));
    }

    @Test
    void aCheckpointChangedInTheDatabase() {
        attack(
                "UPDATE audit.checkpoint SET note = replace(note, '300', '301') WHERE tree_size ="
                        + " 300");
        assertThat(broken(Kind.FORGED_CHECKPOINT).detail()).contains("300").contains("database");
    }

    @Test
    void aCheckpointChangedOnDisk() throws IOException {
        Files.writeString(log.file(300), Files.readString(log.file(300)).replace("300", "301"));
        assertThat(broken(Kind.FORGED_CHECKPOINT).detail()).contains("300").contains("disk");
    }

    @Test
    void aCheckpointSignedWithAnotherKey() throws IOException {
        AuditKey other =
                AuditKey.create(
                        folder.resolve("o.pem"), folder.resolve("o.pub"), "onshi.test/audit");
        String forged =
                other.sign(new Checkpoint("onshi.test/audit", 300, Merkle.EMPTY_ROOT).text());
        attack("UPDATE audit.checkpoint SET note = ? WHERE tree_size = 300", forged);
        Files.writeString(log.file(300), forged);
        broken(Kind.FORGED_CHECKPOINT);
    }

    @Test
    void aCheckpointOfALargerLogThanThereIs() {
        attack(
                "INSERT INTO audit.checkpoint (tree_size, signed_at, note) VALUES (700,"
                        + " '2026-01-01', 'x')");
        broken(Kind.FORGED_CHECKPOINT);
    }

    @Test
    void theFirstOfSeveralBreaksIsReported() {
        attack("DELETE FROM audit.entry WHERE leaf_index = 500");
        attack("UPDATE audit.entry SET body = '' WHERE leaf_index = 400");
        attack("UPDATE audit.entry SET caller = 'operator' WHERE leaf_index = 350");
        broken(Kind.EDITED_COLUMN, 350);
        attack("UPDATE audit.entry SET body = '' WHERE leaf_index = 345");
        broken(Kind.EDITED_BODY, 345);
    }

    @Test
    void messagesAreForPeopleInBothLanguages() {
        assertThat(log.verify().message()).contains("600 件").contains("600 entries");
        attack("DELETE FROM audit.entry WHERE leaf_index = 300");
        assertThat(log.verify().message()).contains("削除").contains("DELETED").contains("#300");
    }

    @Test
    void aHundredThousandEntriesAreVerifiedInSeconds() {
        log.append(600, 100_000);
        log.another().attempt();
        long begun = System.nanoTime();
        assertThat(log.verify())
                .isInstanceOfSatisfying(
                        LogVerdict.Holds.class,
                        holds -> assertThat(holds.entries()).isEqualTo(100_000));
        assertThat(System.nanoTime() - begun).isLessThan(30_000_000_000L);
    }
}

package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.Await;
import org.springframework.util.FileSystemUtils;

@Tag("database")
@Tag("store")
class SequencerTest {
    @TempDir Path folder;
    private LogFixture log;

    @BeforeEach
    void start() {
        log = new LogFixture(folder.resolve("log"));
    }

    @AfterEach
    void drop() {
        log.close();
    }

    @Test
    void anEmptyLogHolds() {
        log.sequencer.attempt();
        assertThat(log.sequencer.state()).isEqualTo(new Sequencer.State.Integrating(0));
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
    }

    @Test
    void entriesGetPlacesAndCheckpointsAndTheLogHolds() {
        log.fill();
        assertThat(log.sequencer.state()).isEqualTo(new Sequencer.State.Integrating(600));
        assertThat(log.verify())
                .isInstanceOfSatisfying(
                        LogVerdict.Holds.class,
                        holds -> {
                            assertThat(holds.entries()).isEqualTo(600);
                            assertThat(holds.checkpoints()).isEqualTo(7);
                        });
    }

    @Test
    void entriesStandInTheOrderOfTheirTimesWithinARound() {
        log.append(50, 60);
        log.append(0, 50);
        log.sequencer.attempt();
        assertThat(
                        log.superuser.queryForList(
                                "SELECT entry_id FROM audit.entry ORDER BY leaf_index", UUID.class))
                .first()
                .isEqualTo(new UUID(0, 0));
    }

    @Test
    void everyPlacedEntryIsProvenToWhoeverHasTheKey() {
        log.append(0, 3);
        assertThat(log.audit.prove(new UUID(0, 1))).isEmpty();
        log.sequencer.attempt();
        log.append(3, 700);
        log.sequencer.attempt();
        for (int number : new int[] {0, 1, 2, 3, 255, 256, 257, 511, 512, 699}) {
            Optional<InclusionProof> proof = log.audit.prove(new UUID(0, number));
            assertThat(proof)
                    .hasValueSatisfying(p -> assertThat(p.holds(log.key.verifierKey())).isTrue());
            InclusionProof real = proof.orElseThrow();
            assertThat(real.entry()).contains("\"n\":\"" + number + "\"");
            assertThat(
                            new InclusionProof(
                                            real.entry()
                                                    .replace(
                                                            "\"verdict\":\"1\"",
                                                            "\"verdict\":\"2\""),
                                            real.leafIndex(),
                                            real.path(),
                                            real.checkpoint())
                                    .holds(log.key.verifierKey()))
                    .isFalse();
        }
        InclusionProof early = log.audit.prove(new UUID(0, 1)).orElseThrow();
        log.append(700, 800);
        log.sequencer.attempt();
        assertThat(log.audit.prove(new UUID(0, 1))).contains(early);
        assertThat(log.audit.prove(new UUID(9, 9))).isEmpty();
    }

    @Test
    void severalServersIntegrateOneLog() throws InterruptedException {
        Path secondDisk = folder.resolve("second");
        List<Sequencer> servers = List.of(log.another(), log.another(), log.onNew(secondDisk));
        servers.forEach(Sequencer::start);
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            int from = w * 1_000;
            writers.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = from; i < from + 1_000; i += 50) {
                            log.append(i, i + 50);
                        }
                    }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        servers.forEach(Sequencer::stop);
        allHave(servers, 4_000);
        assertThat(log.verify())
                .isInstanceOfSatisfying(
                        LogVerdict.Holds.class,
                        holds -> assertThat(holds.entries()).isEqualTo(4_000));
        assertThat(kept(secondDisk)).isEqualTo(kept(log.checkpoints)).isNotEmpty();
    }

    /**
     * However often a slow disk makes one of them wait or try again; none of them refuses, which is
     * for good.
     */
    private static void allHave(List<Sequencer> servers, long entries) {
        Await.until(
                "every server knows the log's entries",
                () -> {
                    servers.forEach(Sequencer::attempt);
                    assertThat(servers)
                            .extracting(Sequencer::state)
                            .doesNotHaveAnyElementsOfTypes(Sequencer.State.Refusing.class);
                    return servers.stream()
                            .map(Sequencer::state)
                            .allMatch(new Sequencer.State.Integrating(entries)::equals);
                });
    }

    private static List<Long> kept(Path folder) {
        try {
            List<Long> sizes = new ArrayList<>();
            for (Path day : new CheckpointFolder(folder).days()) {
                CheckpointFolder.of(day).forEach(kept -> sizes.add(kept.size()));
            }
            return sizes;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void anEntryIsPlacedWithinASecondOfItsCommit() {
        log.sequencer.start();
        try {
            for (int number = 0; number < 5; number++) {
                log.append(number, number + 1);
                long committed = System.nanoTime();
                UUID entry = new UUID(0, number);
                Await.until("it has its place", () -> log.audit.prove(entry).isPresent());
                assertThat(System.nanoTime() - committed).isLessThan(1_000_000_000L);
            }
        } finally {
            log.sequencer.stop();
        }
    }

    @Test
    void aCheckpointLostBetweenCommitAndDiskIsWrittenAtTheNextStart() throws IOException {
        log.fill();
        Files.delete(log.file(600));
        Files.delete(log.file(500));
        assertThat(log.verify())
                .isInstanceOfSatisfying(
                        LogVerdict.Broken.class,
                        broken ->
                                assertThat(broken.kind())
                                        .isEqualTo(LogVerdict.Kind.MISSING_CHECKPOINT));
        log.another().attempt();
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
    }

    @Test
    void aLogShorterThanItsNewestCheckpointIsNotExtended() {
        log.fill();
        log.superuser.execute("DELETE FROM audit.entry WHERE leaf_index >= 500");
        log.superuser.execute("DELETE FROM audit.checkpoint WHERE tree_size > 500");
        restoreTree(500);
        refuses(log.another());
    }

    @Test
    void theFirstCheckpointIsThatOfNoEntries() {
        log.sequencer.attempt();
        assertThat(log.file(0)).exists();
        assertThat(checkpoints()).containsExactly(0L);
        assertThat(log.verify())
                .isInstanceOfSatisfying(
                        LogVerdict.Holds.class,
                        holds -> assertThat(holds.checkpoints()).isEqualTo(1));
    }

    @Test
    void aFirstStartKilledBetweenFileAndRowGoesOn() {
        log.sequencer.attempt();
        log.superuser.execute("DELETE FROM audit.checkpoint");
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
        Sequencer restarted = log.another();
        restarted.attempt();
        log.append(0, 1);
        restarted.attempt();
        assertThat(restarted.state()).isEqualTo(new Sequencer.State.Integrating(1));
        assertThat(checkpoints()).containsExactly(0L, 1L);
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
    }

    @Test
    void anEmptiedFolderIsNotTakenForANewLog() throws IOException {
        log.fill();
        empty(log.checkpoints);
        refuses(log.another());
        assertThat(why(log.another())).contains("600 件").contains("new-checkpoint-folder=true");
        assertThat(log.file(700)).doesNotExist();
    }

    @Test
    void anEmptiedFolderWithACutTailIsNotTakenForANewLog() throws IOException {
        log.fill();
        empty(log.checkpoints);
        log.superuser.execute("DELETE FROM audit.entry WHERE leaf_index >= 500");
        log.superuser.execute("DELETE FROM audit.checkpoint WHERE tree_size > 500");
        restoreTree(500);
        refuses(log.another());
    }

    @Test
    void aFolderEmptiedButForItsFirstFileIsNotTakenForOneThatBegins() throws IOException {
        log.fill();
        emptyButForTheFirst();
        log.superuser.execute("DELETE FROM audit.entry WHERE leaf_index >= 500");
        log.superuser.execute("DELETE FROM audit.checkpoint WHERE tree_size > 500");
        restoreTree(500);
        Sequencer restarted = log.another();
        Await.until(
                "it refuses",
                () -> {
                    restarted.attempt();
                    return restarted.state() instanceof Sequencer.State.Refusing;
                });
        refuses(restarted);
        assertThat(kept(log.checkpoints)).containsExactly(0L);
    }

    @Test
    void aNewFolderThatGotNoFurtherThanItsFirstFileIsFilledWhenToldAgain() throws IOException {
        log.fill();
        emptyButForTheFirst();
        Sequencer told = log.onNew(log.checkpoints);
        told.attempt();
        assertThat(told.state()).isEqualTo(new Sequencer.State.Integrating(600));
        assertThat(kept(log.checkpoints)).hasSize(7);
    }

    @Test
    void aServerKilledBetweenItsFirstCommitAndTheFileGoesOn() throws IOException {
        log.append(0, 5);
        log.sequencer.attempt();
        Files.delete(log.file(5));
        Sequencer restarted = log.another();
        restarted.attempt();
        assertThat(restarted.state()).isEqualTo(new Sequencer.State.Integrating(5));
        assertThat(kept(log.checkpoints)).containsExactly(0L, 5L);
    }

    private void emptyButForTheFirst() throws IOException {
        for (Path day : new CheckpointFolder(log.checkpoints).days()) {
            for (CheckpointFolder.Kept kept : CheckpointFolder.of(day)) {
                if (kept.size() > 0) {
                    Files.delete(kept.file());
                }
            }
        }
    }

    @Test
    void anEmptiedFolderWithALogCutToNothingIsNotTakenForANewLog() throws IOException {
        log.fill();
        empty(log.checkpoints);
        log.superuser.execute("TRUNCATE audit.entry, audit.tile");
        log.superuser.execute("DELETE FROM audit.checkpoint WHERE tree_size > 0");
        restoreTree(0);
        refuses(log.another());
    }

    @Test
    void anEmptiedFolderIsMissedWhateverTheDatabaseSaysOfItsCheckpoints() throws IOException {
        log.fill();
        empty(log.checkpoints);
        log.superuser.execute("DELETE FROM audit.checkpoint");
        refuses(log.another());
        refuses(log.onNew(log.checkpoints));
    }

    @Test
    void aSecondServerOfAnUnusedLogMustBeToldThatItsFolderIsNew() {
        log.sequencer.attempt();
        Path second = folder.resolve("second");
        assertThat(why(log.on(second))).contains("new-checkpoint-folder=true");
        Sequencer told = log.onNew(second);
        told.attempt();
        assertThat(told.state()).isEqualTo(new Sequencer.State.Integrating(0));
        assertThat(kept(second)).containsExactly(0L);
    }

    @Test
    void aServerToldThatItsFolderIsNewWaitsForTheOneThatBeginsTheLog() {
        Path second = folder.resolve("second");
        Sequencer told = log.onNew(second);
        told.attempt();
        assertThat(told.state()).isInstanceOf(Sequencer.State.Failing.class);
        assertThat(kept(second)).isEmpty();
        log.sequencer.attempt();
        told.attempt();
        assertThat(log.sequencer.state()).isEqualTo(new Sequencer.State.Integrating(0));
        assertThat(told.state()).isEqualTo(new Sequencer.State.Integrating(0));
    }

    @Test
    void aNewFolderGetsEveryCheckpointAndThenStandsAlone() {
        log.fill();
        Path moved = folder.resolve("moved");
        Sequencer told = log.onNew(moved);
        told.attempt();
        assertThat(told.state()).isEqualTo(new Sequencer.State.Integrating(600));
        assertThat(kept(moved)).isEqualTo(kept(log.checkpoints)).hasSize(7);
        Sequencer untold = log.on(moved);
        log.append(600, 601);
        untold.attempt();
        assertThat(untold.state()).isEqualTo(new Sequencer.State.Integrating(601));
    }

    @Test
    void aNewFolderOfALogThatIsNotTheSignedOneStaysEmpty() {
        log.fill();
        log.superuser.execute("DELETE FROM audit.checkpoint WHERE tree_size = 600");
        log.superuser.execute("UPDATE audit.tree SET size = 599");
        Path moved = folder.resolve("moved");
        refuses(log.onNew(moved));
        assertThat(kept(moved)).isEmpty();
    }

    @Test
    void serversThatStartAtOnceBeginOneLog() throws InterruptedException {
        List<Sequencer> servers =
                List.of(
                        log.another(),
                        log.another(),
                        log.onNew(folder.resolve("second")),
                        log.onNew(folder.resolve("third")));
        servers.forEach(Sequencer::start);
        log.append(0, 10);
        servers.forEach(Sequencer::stop);
        allHave(servers, 10);
        assertThat(kept(folder.resolve("third")))
                .isEqualTo(kept(log.checkpoints))
                .startsWith(0L)
                .endsWith(10L);
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
    }

    private static String why(Sequencer sequencer) {
        sequencer.attempt();
        return sequencer.state().toString();
    }

    private static void empty(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectory(folder);
    }

    private List<Long> checkpoints() {
        return log.superuser.queryForList(
                "SELECT tree_size FROM audit.checkpoint ORDER BY tree_size", Long.class);
    }

    @Test
    void aLogRewrittenUnderItsNewestCheckpointIsNotExtended() {
        log.fill();
        log.superuser.execute(
                "UPDATE audit.tree SET root = sha256('other'::bytea), frontier = frontier");
        refuses(log.another());
        refuses(log.sequencer);
    }

    @Test
    void aLogWhoseStoredHashesWereReplacedIsNotExtendedByAnotherServer() {
        log.append(0, 300);
        log.sequencer.attempt();
        Sequencer second = log.another();
        second.attempt();
        log.append(300, 400);
        log.sequencer.attempt();
        log.superuser.execute(
                "UPDATE audit.tile SET hashes = set_byte(hashes, 3, 255 - get_byte(hashes, 3))");
        refuses(second);
    }

    @Test
    void aCheckpointOnDiskOfAnotherKeyStopsTheSequencer() throws IOException {
        log.fill();
        Files.writeString(
                log.file(600), Files.readString(log.file(600)).replace("onshi.test", "other.test"));
        refuses(log.another());
    }

    /** Refuses, while checks go on being recorded. */
    private void refuses(Sequencer sequencer) {
        sequencer.attempt();
        assertThat(sequencer.state()).isInstanceOf(Sequencer.State.Refusing.class);
        assertThat(log.audit.append(LogFixture.entry(10_000 + System.identityHashCode(sequencer))))
                .isTrue();
        sequencer.attempt();
        assertThat(
                        log.superuser.queryForObject(
                                "SELECT count(entry_id) FROM audit.entry WHERE leaf_index IS NULL",
                                Long.class))
                .isPositive();
    }

    private void restoreTree(long size) {
        Merkle.Frontier frontier = new Merkle.Frontier();
        log.superuser.query(
                "SELECT body FROM audit.entry WHERE leaf_index < ? ORDER BY leaf_index",
                row -> {
                    frontier.append(Merkle.leaf(row.getBytes(1)));
                },
                size);
        log.superuser.update(
                "UPDATE audit.tree SET size = ?, frontier = ?, root = ?",
                size,
                frontier.stored(),
                frontier.root().raw());
    }

    @Test
    void aServerWhoseClockIsBehindKeepsTheOrderOfTheDays() {
        log.append(0, 1);
        log.sequencer.attempt();
        log.append(1, 2);
        new Sequencer(
                        log.database.server(),
                        log.key,
                        new CheckpointFolder(log.checkpoints),
                        false,
                        InstantSource.fixed(LogFixture.AT.minus(Duration.ofDays(2))),
                        Duration.ofMillis(20))
                .attempt();
        assertThat(log.file(2)).exists();
        assertThat(log.verify()).isInstanceOf(LogVerdict.Holds.class);
    }

    @Test
    void aLogInUseHoldsAtEveryMoment() throws InterruptedException {
        log.sequencer.start();
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread writer =
                Thread.startVirtualThread(() -> {
                    for (int i = 0; writing.get(); i += 7) {
                        log.append(i, i + 7);
                    }
                });
        try {
            for (int round = 0; round < 10; round++) {
                LogVerdict verdict = log.verify(Duration.ofSeconds(20));
                assertThat(verdict).as(verdict.message()).isInstanceOf(LogVerdict.Holds.class);
            }
        } finally {
            writing.set(false);
            writer.join();
            log.sequencer.stop();
        }
    }

    @Test
    void aDatabaseThatIsAwayIsTriedAgain() {
        log.append(0, 1);
        log.superuser.execute("REVOKE EXECUTE ON FUNCTION audit.lock_tree() FROM onshi_server");
        log.sequencer.attempt();
        assertThat(log.sequencer.state()).isInstanceOf(Sequencer.State.Failing.class);
        log.superuser.execute("GRANT EXECUTE ON FUNCTION audit.lock_tree() TO onshi_server");
        log.sequencer.attempt();
        assertThat(log.sequencer.state()).isEqualTo(new Sequencer.State.Integrating(1));
    }
}

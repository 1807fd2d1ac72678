package org.onshi.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class RoundsTest {
    /** Longer than any test lasts. */
    private static final Duration LONG = Duration.ofHours(1);

    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger done = new AtomicInteger();
    private Optional<Rounds> started = Optional.empty();

    /** Does rounds; each is told how many there were, itself included. */
    private Rounds start(Duration pause, Duration afterFailure, IntPredicate round) {
        Rounds rounds =
                new Rounds(
                        "sweeping", pause, afterFailure, () -> round.test(done.incrementAndGet()));
        started = Optional.of(rounds);
        rounds.start();
        return rounds;
    }

    @AfterEach
    void stop() {
        started.ifPresent(Rounds::stop);
    }

    private void awaitRounds(int times) {
        Await.until(times + " rounds", () -> done.get() >= times);
    }

    private static Health health(Rounds rounds) {
        return new WorkConfiguration().workHealthIndicator(List.of(rounds)).health();
    }

    @Test
    void roundFollowsRoundWhileThereIsSomethingToDo() {
        start(LONG, LONG, round -> round < 3);
        awaitRounds(3);
    }

    @Test
    void aRoundThatFailsIsNotTheLast() {
        Rounds rounds =
                start(
                        LONG,
                        SHORT,
                        round -> {
                            if (round < 3) {
                                throw new IllegalStateException("fails");
                            }
                            return false;
                        });
        awaitRounds(3);
        assertThat(rounds.isRunning()).isTrue();
        assertThat(health(rounds).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whoeverHasWorkEndsThePause() {
        Rounds rounds = start(LONG, LONG, _ -> false);
        awaitRounds(1);
        rounds.wake();
        awaitRounds(2);
    }

    @Test
    void workThatAnErrorEndedShowsUntilItIsStartedAnew() {
        Rounds rounds =
                start(
                        SHORT,
                        SHORT,
                        round -> {
                            if (round == 2) {
                                throw new StackOverflowError();
                            }
                            return false;
                        });
        Await.until("the end", () -> !rounds.isRunning());
        assertThat(done).hasValue(2);
        assertThat(health(rounds).getStatus()).isEqualTo(Status.DOWN);
        assertThat(health(rounds).getDetails()).containsEntry("ended", List.of("sweeping"));

        rounds.start();
        awaitRounds(3);
        assertThat(rounds.isRunning()).isTrue();
        assertThat(health(rounds).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aStopEndsThePauseAndIsNoFailure() {
        Rounds rounds = start(LONG, LONG, _ -> false);
        awaitRounds(1);
        rounds.stop();
        assertThat(rounds.isRunning()).isFalse();
        assertThat(health(rounds).getStatus()).isEqualTo(Status.UP);
        assertThat(done).hasValue(1);

        rounds.start();
        awaitRounds(2);
    }
}

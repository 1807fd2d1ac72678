package org.onshi.terminal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The last step of a request: its answer is forced to the disk or was fetched, then the taken file
 * is removed. Runs a little behind, since most answers are fetched within seconds and need no
 * force. Whatever is not settled when the process ends is looked at by the next start.
 */
final class AnswerSettling {
    private static final System.Logger LOG = System.getLogger(AnswerSettling.class.getName());
    private static final int BATCH = 256;

    private record Written(
            TakenRequest request, List<String> names, AnswerJournal.Place place, long atNanos) {}

    private final ResultFolder results;
    private final AnswerJournal journal;
    private final Duration delay;
    private final Duration retry;
    private final BlockingQueue<Written> queue;

    AnswerSettling(ResultFolder results, AnswerJournal journal, TerminalLimits limits) {
        this.results = results;
        this.journal = journal;
        this.delay = limits.settleDelay();
        this.retry = limits.writeRetry();
        this.queue = new ArrayBlockingQueue<>(limits.unsettledAnswers());
    }

    /** Waits while too many are unsettled. */
    void written(TakenRequest request, FolderAnswer answer, AnswerJournal.Place place)
            throws InterruptedException {
        List<String> names = answer.files().stream().map(FolderAnswer.ResultFile::name).toList();
        queue.put(new Written(request, names, place, System.nanoTime()));
    }

    /** Until interrupted. */
    void run() {
        try {
            while (true) {
                settle(nextBatch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Written> nextBatch() throws InterruptedException {
        Written first = queue.take();
        // a full queue holds up answers, so age does not matter then
        boolean crowded = queue.remainingCapacity() < BATCH;
        long wait = delay.toNanos() - (System.nanoTime() - first.atNanos());
        if (!crowded && wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
        }
        List<Written> batch = new ArrayList<>();
        batch.add(first);
        long due = System.nanoTime() - delay.toNanos();
        while (batch.size() < BATCH) {
            Written next = queue.peek();
            if (next == null || (!crowded && next.atNanos() - due > 0)) {
                break;
            }
            batch.add(queue.remove());
        }
        return batch;
    }

    private void settle(List<Written> batch) throws InterruptedException {
        List<Written> left = batch;
        while (true) {
            left = trySettle(left);
            if (Thread.interrupted()) {
                throw new InterruptedException(); // stopping; the next start settles
            }
            if (left.isEmpty()) {
                return;
            }
            Thread.sleep(retry);
        }
    }

    /** Returns those that have to be tried again. */
    private List<Written> trySettle(List<Written> batch) {
        List<Written> failed = new ArrayList<>();
        List<Written> forced = new ArrayList<>();
        for (Written written : batch) {
            try {
                for (String name : written.names()) {
                    results.settle(name);
                }
                forced.add(written);
            } catch (IOException e) {
                failed.add(written);
            }
        }
        try {
            results.forceNames();
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.log(System.Logger.Level.WARNING, "res/ cannot be forced: {0}", kind(e));
            }
            return batch;
        }
        for (Written written : forced) {
            try {
                Files.deleteIfExists(written.request().file());
                journal.settled(written.place());
            } catch (ClosedByInterruptException e) {
                failed.add(written); // stopping
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "request {0} cannot be settled: {1}",
                        written.request().key(),
                        kind(e));
                failed.add(written);
            }
        }
        return failed;
    }

    private static String kind(IOException e) {
        return e.getClass().getSimpleName();
    }
}

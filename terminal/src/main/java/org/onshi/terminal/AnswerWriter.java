package org.onshi.terminal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Brings answers into {@code res/} in the order in which their requests were taken: first into the
 * journal, a batch at a time, then into the folder, then on to settling. An answer waits for an
 * earlier one for a limited time only: order is a courtesy, an answer is not.
 */
final class AnswerWriter {
    private static final System.Logger LOG = System.getLogger(AnswerWriter.class.getName());

    /** The order of one lane; bulk requests hold up nobody at the counter. */
    final class Order {
        private final Deque<Expected> expected = new ArrayDeque<>();

        /** Called in the order of taking. */
        void expect(TakenRequest request, Runnable onWritten) {
            synchronized (lock) {
                expected.add(new Expected(request, onWritten));
            }
        }

        /** Called when the answer is known, in any order. */
        void ready(TakenRequest request, FolderAnswer answer) {
            synchronized (lock) {
                for (Expected one : expected) {
                    if (one.request.key().equals(request.key())) {
                        one.answer = answer;
                        one.readyNanos = System.nanoTime();
                        lock.notifyAll();
                        return;
                    }
                }
            }
            throw new IllegalStateException("answer to a request that nobody expects");
        }
    }

    private static final class Expected {
        private final TakenRequest request;
        private final Runnable onWritten;
        private FolderAnswer answer;
        private long readyNanos;
        private int filesWritten;
        private boolean tried;

        Expected(TakenRequest request, Runnable onWritten) {
            this.request = request;
            this.onWritten = onWritten;
        }
    }

    private record Kept(Expected expected, AnswerJournal.Place place) {}

    private final Object lock = new Object();
    private final List<Order> orders = new ArrayList<>();
    private final Deque<Kept> failed = new ArrayDeque<>();
    private final AnswerJournal journal;
    private final ResultFolder results;
    private final AnswerSettling settling;
    private final TerminalStatus status;
    private final TerminalLimits limits;
    private long retryAtNanos;

    AnswerWriter(
            AnswerJournal journal,
            ResultFolder results,
            AnswerSettling settling,
            TerminalStatus status,
            TerminalLimits limits) {
        this.journal = journal;
        this.results = results;
        this.settling = settling;
        this.status = status;
        this.limits = limits;
    }

    Order newOrder() {
        Order order = new Order();
        synchronized (lock) {
            orders.add(order);
        }
        return order;
    }

    /** Until interrupted. */
    void run() {
        try {
            while (true) {
                List<Expected> batch = nextBatch();
                if (!batch.isEmpty()) {
                    AnswerJournal.Place place = keep(batch);
                    for (Expected expected : batch) {
                        write(new Kept(expected, place));
                    }
                }
                retryFailed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for answers whose turn it is; empty when failed ones are due. */
    private List<Expected> nextBatch() throws InterruptedException {
        synchronized (lock) {
            while (true) {
                long now = System.nanoTime();
                List<Expected> batch = new ArrayList<>();
                long wait = Long.MAX_VALUE;
                for (Order order : orders) {
                    wait = Math.min(wait, collect(order, now, batch));
                }
                if (!batch.isEmpty()) {
                    return batch;
                }
                if (!failed.isEmpty()) {
                    wait = Math.min(wait, retryAtNanos - now);
                    if (wait <= 0) {
                        return batch;
                    }
                }
                if (wait == Long.MAX_VALUE) {
                    lock.wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(lock, Math.max(wait, 1));
                }
            }
        }
    }

    /** Moves answers whose turn it is; returns how long until one waits too long for its turn. */
    private long collect(Order order, long now, List<Expected> batch) {
        long patience = limits.orderWait().toNanos();
        long next = Long.MAX_VALUE;
        boolean inTurn = true;
        long bytes = 0;
        Iterator<Expected> all = order.expected.iterator();
        while (all.hasNext()
                && batch.size() < TerminalLimits.ANSWERS_PER_FORCE
                && bytes < TerminalLimits.ANSWER_BYTES_PER_FORCE) {
            Expected expected = all.next();
            if (expected.answer == null) {
                inTurn = false;
                continue;
            }
            long left = patience - (now - expected.readyNanos);
            if (inTurn || left <= 0) {
                bytes += expected.answer.bytes();
                batch.add(expected);
                all.remove();
            } else {
                next = Math.min(next, left);
            }
        }
        return next;
    }

    /** Into the journal, however long the disk stays full: nothing appears that could be lost. */
    private AnswerJournal.Place keep(List<Expected> batch) throws InterruptedException {
        List<FolderAnswer> answers = batch.stream().map(expected -> expected.answer).toList();
        while (true) {
            try {
                AnswerJournal.Place place = journal.append(answers);
                if (failed.isEmpty()) {
                    trouble(Optional.empty());
                }
                return place;
            } catch (ClosedByInterruptException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                trouble(Optional.of("answers/ " + e.getClass().getSimpleName()));
                Thread.sleep(limits.writeRetry());
            }
        }
    }

    private void write(Kept kept) throws InterruptedException {
        Expected expected = kept.expected();
        FolderAnswer answer = expected.answer;
        try {
            for (FolderAnswer.ResultFile file :
                    answer.files().subList(expected.filesWritten, answer.files().size())) {
                if (expected.tried) {
                    results.restore(file);
                } else {
                    results.create(file);
                }
                expected.filesWritten++;
            }
            if (answer.movesRequestBack()) {
                results.moveBack(expected.request);
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException(); // stopping; the next start writes it
        } catch (IOException e) {
            expected.tried = true;
            setAside(kept, e);
            return;
        }
        noteWritten(expected);
        status.answered(answer.kind());
        expected.onWritten.run();
        settling.written(expected.request, answer, kept.place());
    }

    /** A file that cannot be written holds up no other; it is tried until it can. */
    private void setAside(Kept kept, IOException because) {
        failed.add(kept);
        retryAtNanos = System.nanoTime() + limits.writeRetry().toNanos();
        trouble(Optional.of("res/ " + because.getClass().getSimpleName()));
    }

    private void retryFailed() throws InterruptedException {
        if (failed.isEmpty() || System.nanoTime() - retryAtNanos < 0) {
            return;
        }
        for (int left = failed.size(); left > 0; left--) {
            write(failed.remove());
        }
        if (failed.isEmpty()) {
            trouble(Optional.empty());
        }
    }

    private void noteWritten(Expected expected) {
        try {
            journal.noteWritten(expected.request.key());
        } catch (IOException e) {
            // costs no more than the same answer again after a kill
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "request {0} is answered but not noted",
                    expected.request.key());
        }
    }

    private void trouble(Optional<String> trouble) {
        Optional<String> before = status.folderTrouble();
        status.folderTrouble(trouble);
        if (trouble.isPresent() && !trouble.equals(before)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "回答を書き込めません（{0}）。空き容量と権限を確認してください。回答は失われず、書けるまで繰り返します。 /"
                            + " Answers cannot be written ({0}); check free space and permissions."
                            + " Nothing is lost, it is tried until it works.",
                    trouble.get());
        } else if (trouble.isEmpty() && before.isPresent()) {
            LOG.log(System.Logger.Level.INFO, "回答を書き込めるようになりました。 / Answers can be written again.");
        }
    }
}

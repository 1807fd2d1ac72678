package org.onshi.terminal;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Requests of one kind on their way: taken, being asked, waiting to be written. Bounded as a whole;
 * a request has a place here before it is taken from {@code req/}, and keeps it until its answer
 * stands in {@code res/}.
 */
final class RequestLane {
    private final BlockingQueue<TakenRequest> queue;
    private final Semaphore places;
    private final int workers;
    private final boolean holdsUpOthers;
    private final RequestAnswering answering;
    private final AnswerWriter.Order order;

    /**
     * A lane.
     *
     * @param workers requests asked at the same time
     * @param waitingMax places
     * @param holdsUpOthers whether a look waits for a place here before it goes on to later names
     */
    RequestLane(
            int workers,
            int waitingMax,
            boolean holdsUpOthers,
            RequestAnswering answering,
            AnswerWriter writer) {
        this.workers = workers;
        this.holdsUpOthers = holdsUpOthers;
        this.queue = new ArrayBlockingQueue<>(waitingMax);
        this.places = new Semaphore(waitingMax);
        this.answering = answering;
        this.order = writer.newOrder();
    }

    /** Whether a place was free; it is the caller's now. */
    boolean reserve() {
        return places.tryAcquire();
    }

    /** Waits for a place. */
    boolean reserve(Duration patience) throws InterruptedException {
        return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether a look waits for a place here. */
    boolean holdsUpOthers() {
        return holdsUpOthers;
    }

    /** Gives back a reserved place. */
    void release() {
        places.release();
    }

    /** A request with a reserved place, in the order of taking. */
    void submit(TakenRequest request) {
        order.expect(request, places::release);
        queue.add(request);
    }

    /** Starts the workers; they end when interrupted. */
    void start(TerminalThreads threads, String name) {
        for (int i = 1; i <= workers; i++) {
            threads.start(name + "-" + i, this::work);
        }
    }

    private void work() {
        try {
            while (true) {
                TakenRequest request = queue.take();
                order.ready(request, answering.answer(request));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

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
    private final Semaphore written = new Semaphore(0);
    private final int workers;
    private final boolean bulk;
    private final RequestAnswering answering;
    private final AnswerWriter.Order order;

    private RequestLane(
            boolean bulk,
            int workers,
            int waitingMax,
            RequestAnswering answering,
            AnswerWriter writer) {
        this.bulk = bulk;
        this.workers = workers;
        this.queue = new ArrayBlockingQueue<>(waitingMax);
        this.places = new Semaphore(waitingMax);
        this.answering = answering;
        this.order = writer.newOrder();
    }

    /** Single requests, several asked at the same time. */
    static RequestLane single(
            TerminalLimits limits, RequestAnswering answering, AnswerWriter writer) {
        return new RequestLane(
                false, limits.requestsInFlight(), limits.requestsWaiting(), answering, writer);
    }

    /** Bulk requests, one after the other: the next is asked when the last answer is written. */
    static RequestLane bulk(
            TerminalLimits limits, RequestAnswering answering, AnswerWriter writer) {
        return new RequestLane(true, 1, limits.bulkWaiting(), answering, writer);
    }

    /** Whether a place was free; it is the caller's now. */
    boolean reserve() {
        return places.tryAcquire();
    }

    /** Waits for a place. */
    boolean reserve(Duration patience) throws InterruptedException {
        return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Whether a look waits for a place here; bulk requests wait in {@code req/} and hold up nobody.
     */
    boolean holdsUpOthers() {
        return !bulk;
    }

    /** Gives back a reserved place. */
    void release() {
        places.release();
    }

    /** A request with a reserved place, in the order of taking. */
    void submit(TakenRequest request) {
        order.expect(request, bulk ? this::bulkWritten : places::release);
        queue.add(request);
    }

    private void bulkWritten() {
        places.release();
        written.release();
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
                if (bulk) {
                    written.acquire(); // one large answer in memory, not two
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

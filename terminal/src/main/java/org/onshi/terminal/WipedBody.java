package org.onshi.terminal;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request body that leaves nothing behind. The JDK's publishers copy what they are given, and a
 * socket copies what lies on the heap; these bytes lie outside it, go out from where they are, and
 * are wiped when this is closed.
 */
final class WipedBody implements BodyPublisher, AutoCloseable {
    private final ByteBuffer bytes;

    /**
     * A body.
     *
     * @param content at least one byte; stays the caller's, to wipe
     */
    WipedBody(byte[] content) {
        bytes = ByteBuffer.allocateDirect(content.length).put(content).flip();
    }

    @Override
    public long contentLength() {
        return bytes.limit();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(
                new Flow.Subscription() {
                    private boolean given;

                    @Override
                    public void request(long wanted) {
                        if (given) {
                            return;
                        }
                        given = true;
                        subscriber.onNext(bytes.duplicate());
                        subscriber.onComplete();
                    }

                    @Override
                    public void cancel() {
                        given = true;
                    }
                });
    }

    /** What may still be on its way goes out as zeros, which is no command of a card. */
    @Override
    public void close() {
        for (int at = 0; at < bytes.limit(); at++) {
            bytes.put(at, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "WipedBody[" + bytes.limit() + "]";
    }
}

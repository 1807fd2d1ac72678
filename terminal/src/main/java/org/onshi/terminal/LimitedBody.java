package org.onshi.terminal;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A response body of bounded size; empty when it is larger. Told from a broken connection, which is
 * worth another try while this is not.
 */
final class LimitedBody implements BodySubscriber<Optional<byte[]>> {
    private final int bytesMax;
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private Flow.Subscription subscription;
    private long bytes;

    LimitedBody(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> received) {
        for (ByteBuffer part : received) {
            bytes += part.remaining();
        }
        if (bytes > bytesMax) {
            subscription.cancel();
            parts.clear();
            body.complete(Optional.empty());
        } else if (!body.isDone()) {
            parts.addAll(received);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ByteBuffer all = ByteBuffer.allocate((int) Math.min(bytes, bytesMax));
        if (!body.isDone()) {
            parts.forEach(all::put);
            parts.clear();
            body.complete(Optional.of(all.array()));
        }
    }
}

package org.onshi.server.outside;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls out: a time limit, a limit of bytes, and silence as an empty answer. */
final class OutsideHttp {
    private OutsideHttp() {}

    /** Status and body, which is within its limit. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        private Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body.clone();
        }
    }

    static HttpClient client(OutsideSettings settings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /**
     * Asks one question.
     *
     * @param timeout of the whole answer; the client's own ends with the head of it
     * @return empty when there is no answer in time, or more of it than allowed
     */
    static Optional<Answer> send(
            HttpClient http, HttpRequest request, Duration timeout, int bytesMax) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), bytesMax));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (TimeoutException silent) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException) {
                return Optional.empty();
            }
            throw new IllegalStateException("asking the outside failed", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            sent.cancel(true);
        }
    }
}

package org.onshi.server.outside;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

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
     * @return empty when there is no answer in time, or more of it than allowed
     */
    static Optional<Answer> send(HttpClient http, HttpRequest request, int bytesMax) {
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(bytesMax + 1);
                return bytes.length > bytesMax
                        ? Optional.empty()
                        : Optional.of(new Answer(response.statusCode(), bytes));
            }
        } catch (IOException silent) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

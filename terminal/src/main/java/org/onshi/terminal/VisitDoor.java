package org.onshi.terminal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The facility door's calls about a visit and the check by number (docs/card.md §3). A person waits
 * for each: it is answered or given up within seconds, and the screen offers another way.
 */
final class VisitDoor implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    private static final String VISITS = "/facility/visits";
    private static final byte[] NOTHING = {};

    private final URI root;
    private final Duration timeout;
    private final HttpClient http;

    VisitDoor(URI root, SSLContext tls, Duration connectTimeout, Duration timeout) {
        this.root = root;
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connectTimeout)
                        .sslContext(tls)
                        .build();
    }

    /** Opens a visit. */
    JsonNode open() throws InterruptedException {
        return post(VISITS, JSON.createObjectNode());
    }

    /**
     * One call of an open visit.
     *
     * @param call {@code presence}, {@code consents}, …
     * @return the answer; an empty object for an answer without content
     * @throws Fault with the central system's code, or CENTRAL_SILENT, CENTRAL_UNREADABLE
     */
    JsonNode call(String visitId, String call, ObjectNode body) throws InterruptedException {
        return post(VISITS + "/" + visitId + "/" + call, body);
    }

    /** A check by number. */
    JsonNode check(JsonNode question) throws InterruptedException {
        return post("/facility/checks", question);
    }

    private JsonNode post(String path, JsonNode body) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(root.resolve(path))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, application/problem+json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        CompletableFuture<HttpResponse<Optional<byte[]>>> sent =
                http.sendAsync(request, headers -> new LimitedBody(VisitSettings.ANSWER_BYTES_MAX));
        try {
            HttpResponse<Optional<byte[]>> response =
                    sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return read(response.statusCode(), response.body().orElse(NOTHING));
        } catch (TimeoutException e) {
            throw new Fault(FaultCode.CENTRAL_SILENT, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new Fault(FaultCode.CENTRAL_SILENT, e.getCause());
            }
            throw new IllegalStateException("asking the central system failed", e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static JsonNode read(int status, byte[] body) {
        if (status == 204) {
            return JSON.createObjectNode();
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JacksonException e) {
            // of a proxy between, as a rule
            throw new Fault(
                    status >= 502 && status <= 504
                            ? FaultCode.CENTRAL_SILENT
                            : FaultCode.CENTRAL_UNREADABLE);
        }
        if (status == 200) {
            return answer;
        }
        FaultCode otherwise =
                status >= 500 ? FaultCode.CENTRAL_UNREADABLE : FaultCode.CENTRAL_REFUSED;
        throw new Fault(
                FaultCode.of(answer.path("code").asString("")).orElse(otherwise),
                answer.path("field").asString(""));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

package org.onshi.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON over plain HTTP with a terminal's screen or the simulated outside, both on this machine.
 * What they refuse is an answer here, for the caller to judge.
 */
public final class LoopbackClient implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** A step at the terminal asks the reader, and the central system more than once. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    /** Largest answer; a page of cards is far below. */
    private static final long ANSWER_BYTES_MAX = 4L << 20;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_LIMIT)
                    .build();
    private final String root;

    /**
     * @param root of every path, {@code http://127.0.0.1:PORT} and what follows
     */
    public LoopbackClient(String root) {
        this.root = root;
    }

    /** What came back; the body of an empty answer is a missing node. */
    public record Answer(int status, JsonNode body) {
        /** Whether it was done. */
        public boolean good() {
            return status / 100 == 2;
        }

        /** Name of the fault; the code where the problem has no name, else the status. */
        public String fault() {
            String name = body.path("name").asString(body.path("code").asString(""));
            return name.isEmpty() ? "HTTP " + status : name;
        }

        /**
         * This answer, when it is a good one.
         *
         * @throws RuntimeException when it is none, with what the problem says
         */
        public Answer needGood() {
            if (!good()) {
                throw CommandFault.said(
                        (Bilingual.say("拒否されました", "Refused")
                                        + ": "
                                        + fault()
                                        + " "
                                        + body.path("title").asString("")
                                        + " "
                                        + body.path("detail").asString(""))
                                .strip());
            }
            return this;
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** Asks. */
    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** Tells; a missing node is no body. */
    public Answer post(String path, JsonNode body) {
        return send(request(path).POST(json(body)));
    }

    /** Sets. */
    public Answer put(String path, JsonNode body) {
        return send(request(path).PUT(json(body)));
    }

    /** Takes away. */
    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher json(JsonNode body) {
        return body.isMissingNode()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(DoorClient.JSON.writeValueAsBytes(body));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            return new Answer(answer.statusCode(), read(answer));
        } catch (IOException e) {
            throw new CommandFault(
                    root + " が応答しません。./onshi demo が動いているか、ログに誤りがないか確かめてください。",
                    root + " does not answer; is ./onshi demo running, and what do its logs say?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }

    private JsonNode read(HttpResponse<byte[]> answer) {
        if (answer.body().length == 0) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return DoorClient.JSON.readTree(answer.body());
        } catch (JacksonException e) {
            if (answer.statusCode() / 100 != 2) {
                return JsonNodeFactory.instance.missingNode();
            }
            throw new CommandFault(
                    root + " の応答が JSON ではありません。", "The answer of " + root + " is no JSON.", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

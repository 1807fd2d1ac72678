package org.onshi.terminal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a reader device of the sandbox offers over HTTP (docs/card.md §1). */
final class VirtualReaderLink implements AutoCloseable {
    /** Longest answer: a READ BINARY of extended length, or a certificate in base64. */
    static final int ANSWER_BYTES_MAX = 128 * 1024;

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] NOTHING = {};

    /**
     * Whether a card lies on the reader.
     *
     * @param epoch grows with every placing and removing
     */
    record State(long epoch, boolean present) {}

    private static final class Reply {
        private final int status;
        private final byte[] body;

        Reply(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }
    }

    private final URI root;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * A link that is used when needed.
     *
     * @param root {@code http://HOST:PORT/readers/NAME}
     * @param timeout of a call, beside the wait it asks for
     */
    VirtualReaderLink(URI root, Duration timeout) {
        this.root = URI.create(root.toString().replaceFirst("/+$", ""));
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .build();
    }

    String name() {
        return root.getPath().substring(root.getPath().lastIndexOf('/') + 1);
    }

    /** The reader's state, as soon as its epoch is above {@code after}, else after the wait. */
    State state(long after, Duration wait) throws CardException {
        Reply reply =
                send(
                        "/state?after=" + after + "&wait=" + wait.toMillis(),
                        "GET",
                        BodyPublishers.noBody(),
                        timeout.plus(wait));
        JsonNode body = json(reply);
        JsonNode epoch = body.path("epoch");
        if (!epoch.isIntegralNumber() || !body.path("present").isBoolean()) {
            throw new CardException("the reader does not say its state");
        }
        return new State(epoch.longValue(), body.path("present").booleanValue());
    }

    /** Connects to the card, for this terminal alone. */
    VirtualCard open() throws CardException {
        Reply reply = send("/sessions", "POST", BodyPublishers.noBody(), timeout);
        if (reply.status() == 409) {
            throw new CardException("another terminal speaks to the card");
        }
        JsonNode body = json(reply);
        try {
            String session = body.path("session").asString("");
            if (!session.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new CardException("the reader gives no session");
            }
            return new VirtualCard(
                    this, session, HexFormat.of().parseHex(body.path("atr").asString("")));
        } catch (IllegalArgumentException e) {
            throw new CardException("the reader gives no ATR", e);
        }
    }

    /**
     * One command and its answer.
     *
     * @param command may hold a PIN: no copy of it is left behind here
     */
    byte[] transmit(String session, byte[] command) throws CardException {
        try (WipedBody body = new WipedBody(command)) {
            Reply reply = send("/sessions/" + session + "/apdu", "POST", body, timeout);
            if (reply.status() != 200 || reply.body().length < 2) {
                throw refused(reply);
            }
            return reply.body();
        }
    }

    /** A session that is over already is as good. */
    void end(String session) throws CardException {
        Reply reply = send("/sessions/" + session, "DELETE", BodyPublishers.noBody(), timeout);
        boolean over = reply.status() == 404 || reply.status() == 410;
        if (!over && reply.status() / 100 != 2) {
            throw refused(reply);
        }
    }

    FaceComparison compareFace() throws CardException {
        JsonNode body = json(send("/face", "POST", BodyPublishers.noBody(), timeout));
        try {
            String hint = body.path("hint").asString("");
            return new FaceComparison(
                    FaceComparison.Outcome.valueOf(body.path("outcome").asString("")),
                    hint.isEmpty()
                            ? Optional.empty()
                            : Optional.of(FaceComparison.Hint.valueOf(hint)));
        } catch (IllegalArgumentException e) {
            throw new CardException("the reader's answer about the face is not known", e);
        }
    }

    ReaderProof prove(byte[] challenge, IdentificationMode mode) throws CardException {
        ObjectNode question = JSON.createObjectNode();
        question.put("challenge", Base64.getEncoder().encodeToString(challenge));
        question.put("mode", mode.name());
        JsonNode body =
                json(
                        send(
                                "/authentication",
                                "POST",
                                BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)),
                                timeout));
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new ReaderProof(
                    base64.decode(body.path("certificate").asString("")),
                    base64.decode(body.path("signature").asString("")));
        } catch (IllegalArgumentException e) {
            throw new CardException("the reader's proof cannot be read", e);
        }
    }

    private static JsonNode json(Reply reply) throws CardException {
        if (reply.status() / 100 != 2) {
            throw refused(reply);
        }
        try {
            return JSON.readTree(reply.body());
        } catch (JacksonException e) {
            throw new CardException("the reader's answer is no JSON");
        }
    }

    private static CardException refused(Reply reply) {
        return switch (reply.status()) {
            case 404, 410 -> new CardNotPresentException("the card is gone");
            default -> new CardException("the reader answers " + reply.status());
        };
    }

    private Reply send(String path, String method, BodyPublisher body, Duration patience)
            throws CardException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .header(
                                "Content-Type",
                                path.endsWith("/apdu")
                                        ? "application/octet-stream"
                                        : "application/json")
                        .method(method, body)
                        .build();
        CompletableFuture<HttpResponse<Optional<byte[]>>> sent =
                http.sendAsync(request, headers -> new LimitedBody(ANSWER_BYTES_MAX));
        try {
            HttpResponse<Optional<byte[]>> response =
                    sent.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(response.statusCode(), response.body().orElse(NOTHING));
        } catch (TimeoutException e) {
            throw new CardException("the reader does not answer in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new CardException("the reader cannot be reached", e.getCause());
            }
            throw new IllegalStateException("speaking to the reader failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardException("broken off while waiting for the reader", e);
        } finally {
            sent.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

package org.onshi.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.WireLimits;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The facility door of the central system, by the paths of the real web API (interface.md §2.9),
 * over mutual TLS with kept-alive connections. Every request carries its key, so that asking again
 * is safe: the same key is the same check.
 */
final class CentralSystem implements AutoCloseable {
    /** What is asked. */
    enum Question {
        SINGLE("/oqs-api-pro/MSA01030/ILI01030SV01/search", false),
        BULK("/facility/bulk-checks", true),
        BULK_RESULT("/facility/bulk-checks/result", true),
        REFERENCE_NUMBER("/facility/reference-numbers", false),
        BULK_REFERENCE_NUMBER("/facility/bulk-reference-numbers", true),
        BULK_REFERENCE_NUMBER_RESULT("/facility/bulk-reference-numbers/result", true),
        MEDICATION("/facility/medication-inquiries", true, true),
        CHECKUP("/facility/checkup-inquiries", true, true);

        private final String path;
        private final boolean large;
        private final boolean printed;

        /** A large answer may be as large and take as long as the answer to many. */
        Question(String path, boolean large) {
            this(path, large, false);
        }

        /** One that may be answered by a printed document. */
        Question(String path, boolean large, boolean printed) {
            this.path = path;
            this.large = large;
            this.printed = printed;
        }
    }

    private static final String LOGIN = "/oqs-api-pro/MSA12020/ILI12020SV01/auth";
    private static final int LOGIN_BYTES = 64 * 1024;
    private static final byte[] NO_BODY = {};
    private static final String PDF = "application/pdf";
    private static final Set<String> PRINTER_LIMITS =
            Set.of(FaultCode.OVERLOADED.code(), FaultCode.TOO_SLOW.code());

    /** White space behind a file's end mark, and the mark. */
    private static final int PDF_TAIL_BYTES = 32;

    private static final JsonMapper JSON = new JsonMapper();

    /** An HTTP exchange that came to an end. */
    private sealed interface Heard {
        /** Status, media type and body; no body when it was larger than allowed. */
        record Response(int status, String mediaType, Optional<byte[]> body) implements Heard {}

        record Nothing() implements Heard {}

        /** The connection broke, which a kept-alive one may do at any time. */
        record Broken() implements Heard {}
    }

    private final URI root;
    private final String terminalId;
    private final TerminalLimits limits;
    private final CentralLine line;
    private final HttpClient http;
    private final Object loginLock = new Object();
    private volatile Optional<String> token = Optional.empty();

    CentralSystem(
            URI root, String terminalId, SSLContext tls, TerminalLimits limits, CentralLine line) {
        this.root = root;
        this.terminalId = terminalId;
        this.limits = limits;
        this.line = line;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limits.connectTimeout())
                        .sslContext(tls)
                        .build();
    }

    /**
     * Asks until there is an answer or the time of the request is over.
     *
     * @param seenNanos when the request was seen; silence counts from here
     */
    CentralReply ask(Question question, byte[] json, UUID key, long seenNanos)
            throws InterruptedException {
        boolean tried = false;
        int loginsRefused = 0;
        long begun = System.nanoTime();
        long pause = TerminalLimits.PROBE_PAUSE_MIN.toNanos();
        while (true) {
            if (line.await(seenNanos, tried) == CentralLine.Turn.GIVE_UP) {
                return new CentralReply.Silent();
            }
            tried = true;
            Heard heard = tryOnce(question, json, key, seenNanos);
            long left = limits.silence().toNanos() - (System.nanoTime() - begun);
            boolean over = left <= 0;
            if (heard instanceof Heard.Response response) {
                if (response.status() == 200) {
                    return read(response);
                }
                if (response.status() == 401 && loginsRefused++ == 0) {
                    continue; // with a new token
                }
                boolean mayPass = response.status() >= 500 || response.status() == 429;
                if (!mayPass || over) {
                    return refused(response);
                }
            } else if (over) {
                // it failed whenever it was tried, even if others were answered in between
                return new CentralReply.Silent();
            }
            // what fails only with this request must not make the line seem silent all the time
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
            pause = Math.min(2 * pause, TerminalLimits.PROBE_PAUSE_MAX.toNanos());
        }
    }

    /** The bytes are not kept beside the message: both together are what a bulk answer costs. */
    private static CentralReply read(Heard.Response response) {
        if (response.mediaType().equals(PDF)) {
            return response.body()
                    .filter(CentralSystem::isPdf)
                    .<CentralReply>map(CentralReply.Printed::new)
                    .orElseGet(CentralReply.Unreadable::new);
        }
        try {
            return response.body()
                    .<CentralReply>map(json ->
                            new CentralReply.Answered(JsonMessage.read(json, WireLimits.ANSWER)))
                    .orElseGet(CentralReply.Unreadable::new);
        } catch (Fault unreadable) {
            return new CentralReply.Unreadable();
        }
    }

    /** A whole file, as far as its ends show: a cut one would lie in the folder for good. */
    private static boolean isPdf(byte[] document) {
        String head = new String(document, 0, Math.min(5, document.length), US_ASCII);
        int tail = Math.min(PDF_TAIL_BYTES, document.length);
        String end = new String(document, document.length - tail, tail, US_ASCII);
        return head.equals("%PDF-") && end.stripTrailing().endsWith("%%EOF");
    }

    /** Makes connection and session before the first request needs them; a failure shows there. */
    void logInAhead() {
        try {
            if (loggedIn(limits.answerTimeout()) instanceof Heard.Response response
                    && response.status() == 200) {
                line.answered();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Heard tryOnce(Question question, byte[] json, UUID key, long seenNanos)
            throws InterruptedException {
        long begun = System.nanoTime();
        boolean ended = false;
        try {
            Heard heard = loggedIn(timeLeft(seenNanos));
            Optional<String> used = token;
            if (used.isPresent()) {
                HttpRequest request =
                        to(question.path, used.get())
                                .header("Idempotency-Key", key.toString())
                                .POST(BodyPublishers.ofByteArray(json))
                                .build();
                heard =
                        exchange(
                                request,
                                question.large ? limits.bulkAnswerBytes() : limits.answerBytes(),
                                shorter(
                                        question.large
                                                ? limits.bulkAnswerTimeout()
                                                : limits.answerTimeout(),
                                        timeLeft(seenNanos)));
            }
            if (heard instanceof Heard.Response refusal
                    && refusal.status() == 401
                    && token.equals(used)) {
                token = Optional.empty();
            }
            ended = true;
            if (heard instanceof Heard.Response response && !meansSilence(question, response)) {
                line.answered();
                return heard;
            }
            line.failed(begun);
            return new Heard.Nothing();
        } finally {
            if (!ended) {
                line.brokenOff();
            }
        }
    }

    /** Logs in where needed; says what was heard when it did not work. */
    private Heard loggedIn(Duration left) throws InterruptedException {
        synchronized (loginLock) {
            if (token.isPresent()) {
                return new Heard.Nothing();
            }
            byte[] body =
                    JSON.writeValueAsBytes(JSON.createObjectNode().put("terminalId", terminalId));
            HttpRequest request = to(LOGIN, "").POST(BodyPublishers.ofByteArray(body)).build();
            Heard heard = exchange(request, LOGIN_BYTES, shorter(limits.answerTimeout(), left));
            if (heard instanceof Heard.Response response && response.status() == 200) {
                token = idToken(response.body());
                if (token.isEmpty()) {
                    return new Heard.Nothing(); // not our central system, or not well
                }
            }
            return heard;
        }
    }

    private static Optional<String> idToken(Optional<byte[]> body) {
        try {
            String found =
                    JSON.readTree(body.orElse(NO_BODY)).path("result").path("idToken").asString("");
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /**
     * 502, 503, 504: the door or what stands before it is up, the system behind it is not. Printing
     * has limits of its own, which say nothing about the rest: the counter's checks must not wait
     * because many documents are printed.
     */
    private static boolean meansSilence(Question question, Heard.Response response) {
        if (response.status() < 502 || response.status() > 504) {
            return false;
        }
        return !question.printed
                || problem(response)
                        .map(it -> it.path("code").asString(""))
                        .filter(PRINTER_LIMITS::contains)
                        .isEmpty();
    }

    /** A request whose time is nearly over still has a fair try. */
    private Duration timeLeft(long seenNanos) {
        Duration left = line.left(seenNanos);
        return left.compareTo(limits.connectTimeout()) > 0 ? left : limits.connectTimeout();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private HttpRequest.Builder to(String path, String authorization) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(root.resolve(path))
                        .header("Content-Type", "application/json")
                        .header(
                                "Accept",
                                "application/json, application/pdf, application/problem+json");
        return authorization.isEmpty() ? builder : builder.header("Authorization", authorization);
    }

    private Heard exchange(HttpRequest request, int bytesMax, Duration timeout)
            throws InterruptedException {
        Heard heard = exchangeOnce(request, bytesMax, timeout);
        if (heard instanceof Heard.Broken) {
            // the other side may have closed an idle connection in this moment; the key makes it
            // safe
            heard = exchangeOnce(request, bytesMax, timeout);
        }
        return heard;
    }

    private Heard exchangeOnce(HttpRequest request, int bytesMax, Duration timeout)
            throws InterruptedException {
        CompletableFuture<HttpResponse<Optional<byte[]>>> sent =
                http.sendAsync(request, headers -> new LimitedBody(bytesMax));
        try {
            HttpResponse<Optional<byte[]>> response =
                    sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            String mediaType =
                    response.headers()
                            .firstValue("Content-Type")
                            .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                            .orElse("");
            return new Heard.Response(response.statusCode(), mediaType, response.body());
        } catch (TimeoutException e) {
            return new Heard.Nothing();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return new Heard.Broken();
            }
            throw new IllegalStateException("asking the central system failed", e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static CentralReply.Refused refused(Heard.Response response) {
        boolean unreadable = response.status() >= 500;
        FaultCode otherwise = unreadable ? FaultCode.CENTRAL_UNREADABLE : FaultCode.CENTRAL_REFUSED;
        return problem(response)
                .filter(it -> !it.path("code").asString("").isEmpty())
                .map(CentralSystem::refused)
                // not of the central system but of a proxy between, as a rule
                .orElseGet(() -> new CentralReply.Refused(otherwise.code(), otherwise.message("")));
    }

    private static CentralReply.Refused refused(JsonNode problem) {
        String code = problem.path("code").asString("");
        String title = problem.path("title").asString("");
        String detail = problem.path("detail").asString("");
        String message =
                FaultCode.of(code)
                        .map(known -> known.message(problem.path("field").asString("")))
                        .orElse(detail.isEmpty() ? title : title + detail);
        return new CentralReply.Refused(code, message);
    }

    /** The body of a refusal, where it is JSON at all. */
    private static Optional<JsonNode> problem(Heard.Response response) {
        try {
            return Optional.of(JSON.readTree(response.body().orElse(NO_BODY)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

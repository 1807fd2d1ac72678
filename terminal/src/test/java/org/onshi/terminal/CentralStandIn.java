package org.onshi.terminal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The other end of the wire: a TLS server on a real socket that speaks the facility door's
 * contract, as far as a terminal can see it. The first answer to a key is kept and given again; no
 * two keys get the same answer, so that a request asked under a second key shows.
 */
final class CentralStandIn implements AutoCloseable {
    static {
        // without it the JDK's server waits 40 ms for acknowledgements
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    /** What a search is answered with instead of an answer. */
    record Fault(int status, String body) {}

    private static final Pattern IDENTIFIER =
            Pattern.compile("\"ArbitraryFileIdentifier\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final SSLContext tls;
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final Map<String, List<String>> keysOf = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final VisitStandIn visits = new VisitStandIn();
    private final Map<String, String> canned = new ConcurrentHashMap<>();
    private final Map<String, byte[]> printed = new ConcurrentHashMap<>();
    private volatile Fault fault;
    private volatile String token = "token-1";
    private volatile long delayMillis;
    private volatile boolean keepBodies;
    private HttpsServer server;
    private ExecutorService threads;
    private int port;

    CentralStandIn(SSLContext tls) {
        this.tls = tls;
    }

    CentralStandIn start() throws IOException {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters needed = getSSLContext().getDefaultSSLParameters();
                        needed.setNeedClientAuth(true);
                        parameters.setSSLParameters(needed);
                    }
                });
        server.createContext("/oqs-api-pro/MSA12020/ILI12020SV01/auth", this::login);
        server.createContext("/oqs-api-pro/MSA01030/ILI01030SV01/search", this::search);
        server.createContext("/facility/bulk-checks", this::search);
        server.createContext("/facility/reference-numbers", this::search);
        server.createContext("/facility/bulk-reference-numbers", this::search);
        server.createContext("/facility/medication-inquiries", this::search);
        server.createContext("/facility/checkup-inquiries", this::search);
        server.createContext("/facility/visits", visits::serve);
        server.createContext("/facility/checks", visits::serve);
        server.setExecutor(threads);
        server.start();
        port = server.getAddress().getPort();
        return this;
    }

    /** Connections are refused from now on; {@link #start} comes back on the same port. */
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    void failWith(Fault instead) {
        fault = instead;
    }

    void delay(long millis) {
        delayMillis = millis;
    }

    void keepBodies() {
        keepBodies = true;
    }

    /** The sessions of before are forgotten. */
    void newTokens() {
        token = "token-2";
    }

    /** A path answers with this body, whatever is asked. */
    void answer(String path, String json) {
        canned.put(path, json);
    }

    /** A path answers with this PDF file. */
    void print(String path, byte[] document) {
        printed.put(path, document);
    }

    VisitStandIn visits() {
        return visits;
    }

    int logins() {
        return logins.get();
    }

    int asked() {
        return asked.get();
    }

    List<String> bodies() {
        return bodies;
    }

    /** Keys under which a file identifier was asked; one, when every request is one check. */
    Map<String, List<String>> keysOf() {
        return keysOf;
    }

    private void login(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        logins.incrementAndGet();
        reply(exchange, 200, "application/json", "{\"result\":{\"idToken\":\"" + token + "\"}}");
    }

    private void search(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.incrementAndGet();
        if (keepBodies) {
            bodies.add(body);
        }
        Fault instead = fault;
        if (instead != null) {
            reply(exchange, instead.status(), "application/problem+json", instead.body());
            return;
        }
        if (!token.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, "application/problem+json", "{\"code\":\"ONSHI-F3007\"}");
            return;
        }
        if (delayMillis > 0) {
            try {
                Thread.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String set = canned.get(exchange.getRequestURI().getPath());
        if (set != null) {
            reply(exchange, 200, "application/json", set);
            return;
        }
        byte[] document = printed.get(exchange.getRequestURI().getPath());
        if (document != null) {
            reply(exchange, 200, "application/pdf", document);
            return;
        }
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Matcher identifier = IDENTIFIER.matcher(body);
        String id = identifier.find() ? identifier.group(1) : "";
        byte[] answer =
                answers.computeIfAbsent(
                        key,
                        first -> {
                            keysOf.computeIfAbsent(id, none -> new CopyOnWriteArrayList<>())
                                    .add(first);
                            return answer(id);
                        });
        reply(exchange, 200, "application/json", answer);
    }

    private byte[] answer(String identifier) {
        return """
        {"XmlMsg":{"MessageHeader":{"ProcessExecutionTime":"%014d",\
        "QualificationConfirmationDate":"20261121","MedicalInstitutionCode":"%s",\
        "ArbitraryFileIdentifier":"%s","ReferenceClassification":"2","SegmentOfResult":"1",\
        "CharacterCodeIdentifier":"0"},"MessageBody":{"ProcessingResultStatus":"1",\
        "QualificationValidity":"1","ResultList":[{"ResultOfQualificationConfirmation":{\
        "InsuredCardClassification":"01","InsurerNumber":"01130012","Name":"髙橋　𠮷子",\
        "NameKana":"ﾀｶﾊｼ ﾖｼｺ","Sex1":"2","Birthdate":"19800102","InsurerName":"協会けんぽ"}}]}}}
        """
                .formatted(number.incrementAndGet(), TestKeys.FACILITY, identifier)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        reply(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        stop();
    }
}

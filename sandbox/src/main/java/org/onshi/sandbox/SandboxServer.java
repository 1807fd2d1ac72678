package org.onshi.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ParsedRow;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.ResidentRow;
import org.onshi.wire.ResultRow;
import org.onshi.wire.SharedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox's door: plain HTTP on loopback only, for the person at this machine.
 *
 * <p>{@code POST /residents} takes residents as CSV, {@code GET} and {@code POST /clock} show the
 * demo's clock and move it forward, {@code GET /health} says that it serves. A web page of
 * elsewhere that reaches for this port through the browser is refused by its Host, Origin or
 * Sec-Fetch-Site.
 */
final class SandboxServer implements AutoCloseable {
    /** Requests answered at the same time; one more is told to come again. */
    static final int REQUESTS_AT_ONCE_MAX = 32;

    /** Requests that wait for something to happen at the same time. */
    static final int WAITING_AT_ONCE_MAX = 256;

    /** Longest body of a request about the clock. */
    static final int CLOCK_BODY_BYTES_MAX = 4 << 10;

    private static final int CONNECTIONS_WAITING_MAX = 128;
    private static final int STOP_SECONDS = 2;
    private static final String SECONDS_TO_WAIT = "1";
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]{1,5})?");

    /** What a browser says of the sandbox's own pages, and of an address typed by a person. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = Logger.getLogger(SandboxServer.class.getName());

    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore room = new Semaphore(REQUESTS_AT_ONCE_MAX);
    private final Semaphore waitingRoom = new Semaphore(WAITING_AT_ONCE_MAX);
    private final ResidentRegister register;
    private final SharedClock clock;
    private final Path answers;

    private SandboxServer(
            HttpServer server, ResidentRegister register, SharedClock clock, Path answers) {
        this.server = server;
        this.register = register;
        this.clock = clock;
        this.answers = answers;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Serves on 127.0.0.1.
     *
     * @param port 0 for a free one
     * @param answers folder for long answers on their way; what an earlier process left there is
     *     swept away
     * @param routes what else is served here
     */
    static SandboxServer start(
            int port,
            ResidentRegister register,
            SharedClock clock,
            Path answers,
            List<SandboxRoute> routes)
            throws IOException {
        PrivateFiles.folder(answers);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(answers)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        HttpServer http = HttpServer.create(address, CONNECTIONS_WAITING_MAX);
        SandboxServer sandbox = new SandboxServer(http, register, clock, answers);
        http.setExecutor(sandbox.threads);
        List<SandboxRoute> all = new ArrayList<>(sandbox.routes());
        all.addAll(routes);
        http.createContext("/", exchange -> sandbox.serve(exchange, List.copyOf(all)));
        http.start();
        return sandbox;
    }

    /** The port it serves on. */
    int port() {
        return server.getAddress().getPort();
    }

    /** Waits for requests under way, then stops. */
    @Override
    public void close() {
        server.stop(STOP_SECONDS);
        threads.shutdownNow();
        threads.close();
    }

    private List<SandboxRoute> routes() {
        return List.of(
                new SandboxRoute("GET", "/health", request -> health()),
                new SandboxRoute("GET", "/clock", request -> showClock()),
                new SandboxRoute("POST", "/clock", this::moveClock),
                new SandboxRoute("POST", "/residents", this::addResidents));
    }

    private void serve(HttpExchange exchange, List<SandboxRoute> routes) throws IOException {
        try (exchange) {
            SandboxAnswer answer = answer(exchange, routes);
            if (answer.status() == 0) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            // the desk shows PINs and names, and can revoke: kept nowhere, framed by nobody
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
            // -1 says that there is no body; 0 would begin one of unknown length
            exchange.sendResponseHeaders(
                    answer.status(), answer.length() == 0 ? -1 : answer.length());
            try (InputStream body = answer.body();
                    OutputStream out = exchange.getResponseBody()) {
                body.transferTo(out);
            }
        }
    }

    private SandboxAnswer answer(HttpExchange exchange, List<SandboxRoute> routes)
            throws IOException {
        try {
            if (!fromHere(exchange)) {
                return problem(FaultCode.WRONG_DOOR, "");
            }
            String path = exchange.getRequestURI().getPath();
            boolean known = false;
            for (SandboxRoute route : routes) {
                Optional<Map<String, String>> places = route.places(path);
                if (places.isPresent()) {
                    known = true;
                    if (route.method().equals(exchange.getRequestMethod())) {
                        return inItsRoom(exchange, route, places.get());
                    }
                }
            }
            return problem(known ? FaultCode.METHOD_REFUSED : FaultCode.NOT_FOUND, "");
        } catch (Fault fault) {
            return problem(fault.code(), fault.field().orElse(""));
        } catch (IllegalStateException | UncheckedIOException e) {
            // messages name files and states, never a person
            LOG.log(Level.SEVERE, "a request could not be answered", e);
            return problem(FaultCode.INTERNAL, "");
        }
    }

    private SandboxAnswer inItsRoom(
            HttpExchange exchange, SandboxRoute route, Map<String, String> places)
            throws IOException {
        Semaphore taken = route.waits() ? waitingRoom : room;
        if (!taken.tryAcquire()) {
            exchange.getResponseHeaders().set("Retry-After", SECONDS_TO_WAIT);
            return problem(FaultCode.OVERLOADED, "");
        }
        try {
            return route.handler().handle(new SandboxRequest(exchange, places));
        } finally {
            taken.release();
        }
    }

    /** By a loopback name, and from no page but the sandbox's own. */
    private static boolean fromHere(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOOPBACK_HOST.matcher(host).matches()) {
            return false;
        }
        String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        boolean read = exchange.getRequestMethod().equals("GET");
        if (!read && site != null && !OWN_SITE.contains(site)) {
            return false;
        }
        List<String> origins = exchange.getRequestHeaders().getOrDefault("Origin", List.of());
        return origins.isEmpty() || origins.equals(List.of("http://" + host));
    }

    private static SandboxAnswer problem(FaultCode code, String field) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", code.httpStatus());
        body.put("code", code.code());
        body.put("title", code.whatJa(field));
        body.put("detail", code.mendJa() + " / " + code.whatEn(field) + " " + code.mendEn());
        if (!field.isEmpty()) {
            body.put("field", field);
        }
        return SandboxAnswer.of(
                code.httpStatus(), "application/problem+json", JSON.writeValueAsBytes(body));
    }

    private SandboxAnswer health() {
        return SandboxAnswer.json(Map.of("status", "UP", "residents", register.size()));
    }

    private SandboxAnswer showClock() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("now", TO_THE_SECOND.format(clock.instant().atZone(SharedClock.ZONE)));
        body.put("movable", clock.movable());
        return SandboxAnswer.json(body);
    }

    private SandboxAnswer moveClock(SandboxRequest request) throws IOException {
        Instant to = instant(request.json(CLOCK_BODY_BYTES_MAX).path("to"));
        try {
            clock.moveTo(to);
        } catch (IllegalArgumentException back) {
            throw new Fault(FaultCode.CLOCK_BACKWARD, "to");
        }
        return showClock();
    }

    /** {@code {"to": "2025-12-02T09:00"}}, in Japanese time unless an offset is written. */
    private static Instant instant(JsonNode to) {
        if (!to.isString()) {
            throw new Fault(FaultCode.FIELD_MISSING, "to");
        }
        String text = to.stringValue();
        try {
            return text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(SharedClock.ZONE).toInstant();
        } catch (DateTimeException notATime) {
            throw new Fault(FaultCode.TIME_MALFORMED, "to");
        }
    }

    private SandboxAnswer addResidents(SandboxRequest request) throws IOException {
        Path file = Files.createTempFile(answers, "residents", ".csv");
        // gone as soon as it is sent, or when this process ends
        FileChannel results =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        boolean good = false;
        try {
            // flushed, not closed: closing would delete the file
            CsvWriter csv =
                    CsvWriter.builder()
                            .lineDelimiter(LineDelimiter.LF)
                            .build(Channels.newOutputStream(results), StandardCharsets.UTF_8);
            csv.writeRecord("person", "line", "status", "code", "message");
            ResidentRow.each(request.stream(), row -> writeResult(csv, row));
            csv.flush();
            results.position(0);
            good = true;
            return new SandboxAnswer(
                    200,
                    "text/csv; charset=utf-8",
                    Channels.newInputStream(results),
                    results.size());
        } finally {
            // rows before a fault of the file were entered; the answer, good or bad, comes after
            // they are on disk
            try {
                register.commit();
            } finally {
                if (!good) {
                    results.close();
                }
            }
        }
    }

    private void writeResult(CsvWriter csv, ParsedRow<ResidentRow> parsed) {
        String person = "";
        ResultRow result;
        switch (parsed) {
            case ParsedRow.Faulty<ResidentRow> bad ->
                    result = ResultRow.of(bad.line(), bad.faults());
            case ParsedRow.Good<ResidentRow> good -> {
                ResidentRegister.Entered entered = register.enter(good.value());
                person = entered.person();
                result =
                        switch (entered) {
                            case ResidentRegister.Entered.Added added ->
                                    ResultRow.of(good.line(), RegistrationCode.OK, "");
                            case ResidentRegister.Entered.Changed changed ->
                                    ResultRow.of(good.line(), RegistrationCode.OK, "");
                            case ResidentRegister.Entered.Unchanged unchanged ->
                                    ResultRow.of(good.line(), RegistrationCode.UNCHANGED, "");
                            case ResidentRegister.Entered.Outdated outdated ->
                                    ResultRow.of(good.line(), RegistrationCode.DATE_ORDER, "since");
                            case ResidentRegister.Entered.PersonTaken taken ->
                                    ResultRow.of(
                                            good.line(),
                                            RegistrationCode.IDENTIFIER_TAKEN,
                                            "person");
                        };
            }
        }
        csv.writeRecord(
                List.of(
                        person,
                        Long.toString(result.line()),
                        result.status().name(),
                        result.code(),
                        result.message()));
    }
}

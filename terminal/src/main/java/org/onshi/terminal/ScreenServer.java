package org.onshi.terminal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/**
 * One screen's port on 127.0.0.1. Each screen has an origin of its own, so that neither accepts
 * what belongs to the other. A page of elsewhere that reaches for it through the browser is
 * refused by Host, Origin or Sec-Fetch-Site; scripts come from here alone; nothing is cached.
 */
final class ScreenServer implements AutoCloseable {
    /** Requests answered at the same time; one more is told to come again. */
    static final int REQUESTS_AT_ONCE_MAX = 64;

    /** Requests of those that may wait for a newer state; one more is answered at once. */
    static final int WAITING_MAX = 32;

    private static final int CONNECTIONS_WAITING_MAX = 128;
    private static final String SECONDS_TO_COME_AGAIN = "1";
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
                    + " base-uri 'none'";
    private static final System.Logger LOG = System.getLogger(ScreenServer.class.getName());

    /** What a path does with a request. */
    interface Handler {
        Reply handle(ScreenRequest request) throws IOException, InterruptedException;
    }

    /** What goes back. */
    static final class Reply {
        private static final byte[] NOTHING = {};
        private final int status;
        private final String contentType;
        private final byte[] body;
        private final Optional<String> location;

        private Reply(int status, String contentType, byte[] body, Optional<String> location) {
            this.status = status;
            this.contentType = contentType;
            this.body = body;
            this.location = location;
        }

        static Reply json(JsonNode body) {
            return new Reply(
                    200,
                    "application/json",
                    VisitDoor.JSON.writeValueAsBytes(body),
                    Optional.empty());
        }

        static Reply html(String page) {
            return html(200, page);
        }

        /** A page that says why a form was not taken. */
        static Reply html(int status, String page) {
            return new Reply(
                    status,
                    "text/html; charset=utf-8",
                    page.getBytes(StandardCharsets.UTF_8),
                    Optional.empty());
        }

        static Reply of(String contentType, byte[] body) {
            return new Reply(200, contentType, body, Optional.empty());
        }

        /** After a form: the page is asked for anew, so that reloading sends nothing twice. */
        static Reply seeOther(String path) {
            return new Reply(303, "text/plain", NOTHING, Optional.of(path));
        }

        /** Nothing new. */
        static Reply unchanged() {
            return new Reply(204, "text/plain", NOTHING, Optional.empty());
        }

        private static Reply problem(FaultCode code, String field) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", code.httpStatus());
            body.put("code", code.code());
            body.put("name", code.name());
            body.put("title", code.whatJa(field));
            body.put("detail", code.mendJa() + " / " + code.whatEn(field) + " " + code.mendEn());
            if (!field.isEmpty()) {
                body.put("field", field);
            }
            return new Reply(
                    code.httpStatus(),
                    "application/problem+json",
                    VisitDoor.JSON.writeValueAsBytes(body),
                    Optional.empty());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(REQUESTS_AT_ONCE_MAX);
    private final Semaphore waiting = new Semaphore(WAITING_MAX);
    private final Map<String, Map<String, Handler>> paths;
    private final Set<String> hosts;

    private ScreenServer(HttpServer server, Map<String, Map<String, Handler>> paths) {
        this.server = server;
        this.paths = Map.copyOf(paths);
        int port = server.getAddress().getPort();
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /**
     * Serves.
     *
     * @param paths path to method to handler
     * @throws IOException when the port is taken
     */
    static ScreenServer start(int port, Map<String, Map<String, Handler>> paths)
            throws IOException {
        HttpServer http =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                        CONNECTIONS_WAITING_MAX);
        ScreenServer screen = new ScreenServer(http, paths);
        http.setExecutor(screen.threads);
        http.createContext("/", screen::serve);
        http.start();
        return screen;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Breaks waiting requests off. */
    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            if (room.tryAcquire()) {
                try {
                    reply = answer(exchange);
                } finally {
                    room.release();
                }
            } else {
                exchange.getResponseHeaders().set("Retry-After", SECONDS_TO_COME_AGAIN);
                reply = Reply.problem(FaultCode.OVERLOADED, "");
            }
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", reply.contentType);
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "same-origin");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            reply.location.ifPresent(location -> headers.set("Location", location));
            exchange.sendResponseHeaders(
                    reply.status, reply.body.length == 0 ? -1 : reply.body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body);
            }
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        try {
            if (!fromHere(exchange)) {
                return Reply.problem(FaultCode.WRONG_DOOR, "");
            }
            Map<String, Handler> methods = paths.get(exchange.getRequestURI().getPath());
            if (methods == null) {
                return Reply.problem(FaultCode.NOT_FOUND, "");
            }
            Handler handler = methods.get(exchange.getRequestMethod());
            return handler == null
                    ? Reply.problem(FaultCode.METHOD_REFUSED, "")
                    : handler.handle(new ScreenRequest(exchange, waiting));
        } catch (Fault fault) {
            return Reply.problem(fault.code(), fault.field().orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.problem(FaultCode.OVERLOADED, "");
        } catch (RuntimeException bug) {
            // class and place only: a message may carry what was read
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a screen's request met an internal mistake: {0} at {1}",
                    bug.getClass().getName(),
                    bug.getStackTrace().length == 0 ? "?" : bug.getStackTrace()[0]);
            return Reply.problem(FaultCode.INTERNAL, "");
        }
    }

    /**
     * Whether the request is of this screen's own page or of a program on this machine. A form
     * carries the page's origin; JSON from elsewhere cannot be sent without asking first.
     */
    private boolean fromHere(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (host == null || !hosts.contains(host)) {
            return false;
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean read = exchange.getRequestMethod().equals("GET");
        if (site != null && !OWN_SITE.contains(site)) {
            return false;
        }
        String origin = headers.getFirst("Origin");
        if (origin != null) {
            return origin.equals("http://" + host);
        }
        return read || ScreenRequest.isJson(headers.getFirst("Content-Type"));
    }
}

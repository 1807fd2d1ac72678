package org.onshi.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reader and both screens of a terminal on real sockets, as docs/card.md describes them, for one
 * card whose right PIN is 1234.
 */
final class CounterStandIn implements AutoCloseable {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile String knownCard = "card-1";
    volatile String readOutcome = "";
    volatile String faceOutcome = "";
    volatile boolean registered = true;
    volatile boolean blanket = true;
    volatile boolean deaf;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer reader = serve(this::reader);
    private final HttpServer patient = serve(this::patient);
    private final HttpServer counter = serve(this::counter);
    private boolean present;
    private ObjectNode state = DoorClient.JSON.createObjectNode();

    CounterStandIn() throws IOException {
        put("WAITING", Map.of());
    }

    private interface Handler {
        void handle(HttpExchange exchange, JsonNode body) throws IOException, InterruptedException;
    }

    private HttpServer serve(Handler handler) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    try (exchange) {
                        if (exchange.getRequestHeaders().containsKey("Origin")) {
                            reply(exchange, 403, "{\"name\":\"WRONG_DOOR\"}");
                            return;
                        }
                        handler.handle(
                                exchange,
                                DoorClient.JSON.readTree(
                                        body.length == 0
                                                ? "{}".getBytes(StandardCharsets.UTF_8)
                                                : body));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        return server;
    }

    DemoDescription.Terminal description(String facility) {
        return new DemoDescription.Terminal(
                facility, "/nowhere", url(reader), url(patient), url(counter));
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void placeOther() {
        present = true;
    }

    synchronized boolean cardPresent() {
        return present;
    }

    private synchronized void put(String step, Map<String, String> members) {
        long version = state.path("version").asLong();
        ObjectNode next = DoorClient.JSON.createObjectNode();
        next.put("version", version + 1).put("step", step);
        next.put("blanket_consent", blanket);
        next.putArray("consent_kinds").add("MEDICATION").add("OPERATION").add("CHECKUP");
        next.set("consents", state.path("consents"));
        members.forEach(next::put);
        state = next;
        notifyAll();
    }

    private void reader(HttpExchange exchange, JsonNode body) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (call) {
            case "GET /state" -> reply(exchange, 200, "{\"epoch\":1,\"present\":" + present + "}");
            case "PUT /card" -> {
                calls.add("place");
                if (!body.path("card_id").asString("").equals(knownCard)) {
                    reply(exchange, 404, "{\"code\":\"CARD_UNKNOWN\",\"title\":\"そのカードはありません\"}");
                    return;
                }
                present = true;
                if (!deaf) {
                    put("CARD", Map.of());
                    put(
                            readOutcome.isEmpty() ? "IDENTIFY" : "REFUSED",
                            readOutcome.isEmpty() ? Map.of() : refused(readOutcome));
                }
                reply(exchange, 200, "{}");
            }
            case "DELETE /card" -> {
                calls.add("take away");
                present = false;
                put("WAITING", Map.of());
                reply(exchange, 204, "");
            }
            default -> reply(exchange, 404, "{}");
        }
    }

    private static Map<String, String> refused(String code) {
        return Map.of("refused", code, "message", "だめです / no");
    }

    private void patient(HttpExchange exchange, JsonNode body)
            throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/api/visit" -> {
                awaitNewer(exchange.getRequestURI().getQuery());
                ObjectNode shown = state.deepCopy();
                if (shown.path("step").asString("").equals("DONE")) {
                    shown.put("verdict", "1").put("face_file", "face.xml");
                    shown.putObject("next_step").put("ja", "どうぞ").put("en", "come in");
                }
                reply(exchange, 200, shown.toString());
                return;
            }
            case "/api/face" -> identify(faceOutcome);
            case "/api/pin" ->
                    identify(body.path("pin").asString("").equals("1234") ? "" : "WRONG_PIN");
            case "/api/registration" -> put("CONSENT", Map.of());
            case "/api/consents" -> {
                put("DONE", Map.of());
                consent(body);
            }
            default -> throw new IllegalStateException(path);
        }
        calls.add(path.substring("/api/".length()) + body);
        reply(exchange, 200, state.toString());
    }

    private synchronized void consent(JsonNode body) {
        if (body.path("blanket").asBoolean(false)) {
            state.set("consents", state.path("consent_kinds"));
        } else {
            state.set("consents", body.path("given"));
        }
    }

    private void identify(String outcome) {
        if (!outcome.isEmpty()) {
            put("IDENTIFY", refused(outcome));
        } else {
            put(registered ? "CONSENT" : "REGISTER", Map.of());
        }
    }

    private void counter(HttpExchange exchange, JsonNode body) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/api/visual")) {
            calls.add("visual" + body);
            if (faceOutcome.equals("NO_PHOTO") && !body.has("companion")) {
                reply(exchange, 400, "{\"name\":\"FIELD_MISSING\",\"field\":\"companion\"}");
                return;
            }
            identify("");
            reply(exchange, 200, state.toString());
            return;
        }
        ObjectNode seen = state.deepCopy();
        seen.putArray("alerts").addObject().put("code", "SUSPENDED");
        seen.putArray("coverages").addObject().put("insurer_number", "01130012");
        reply(exchange, 200, seen.toString());
    }

    private synchronized void awaitNewer(String query) throws InterruptedException {
        long after = query == null ? -1 : Long.parseLong(query.replaceAll("after=|&.*", ""));
        long wait = query == null ? 0 : Long.parseLong(query.replaceAll(".*wait=", ""));
        long end = System.nanoTime() + wait * 1_000_000;
        long left = wait * 1_000_000;
        while (state.path("version").asLong() <= after && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        reader.stop(0);
        patient.stop(0);
        counter.stop(0);
        threads.shutdownNow();
    }
}

package org.onshi.terminal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A reader device on a real socket, as docs/card.md §1 describes it, with a card as §2 does; every
 * command is kept, so that what the terminal asks of a card can be judged.
 */
final class ReaderStandIn implements AutoCloseable {
    /** A card; its tries outlive its removal. */
    static final class TestCard {
        final KeyPair keys;
        final byte[] certificate;
        Optional<String> pin = Optional.of("1234");
        int tries = 3;
        boolean phone;
        boolean photo = true;

        TestCard() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                keys = generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            // as long as a real one; what stands in it is the central system's to judge
            certificate = new byte[1_704];
            Arrays.fill(certificate, (byte) 0x5A);
            certificate[0] = 0x30;
            certificate[1] = (byte) 0x82;
            certificate[2] = (byte) ((certificate.length - 4) >> 8);
            certificate[3] = (byte) (certificate.length - 4);
        }

        TestCard withoutPin() {
            pin = Optional.empty();
            return this;
        }

        TestCard withoutPhoto() {
            photo = false;
            return this;
        }

        TestCard phone() {
            phone = true;
            return this;
        }
    }

    static final byte[] READER_CERTIFICATE = new byte[420];
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    final List<String> commands = new CopyOnWriteArrayList<>();
    volatile String faceOutcome = "MATCH";
    volatile String hint = "";
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<TestCard> card = Optional.empty();
    private long epoch;
    private int sessions;
    private Optional<String> session = Optional.empty();
    private int file;
    private boolean unlocked;
    private boolean certified;
    private boolean matched;

    ReaderStandIn() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/readers/01/", this::serve);
        server.start();
    }

    String setting() {
        return "virtual:" + url();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/readers/01";
    }

    synchronized void place(TestCard placed) {
        card = Optional.of(placed);
        matched = false;
        moved();
    }

    synchronized void remove() {
        card = Optional.empty();
        moved();
    }

    private void moved() {
        epoch++;
        session = Optional.empty();
        unlocked = false;
        certified = false;
        notifyAll();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().substring("/readers/01".length());
        String method = exchange.getRequestMethod();
        if (path.equals("/state")) {
            state(exchange);
        } else if (path.equals("/sessions")) {
            open(exchange);
        } else if (path.endsWith("/apdu")) {
            apdu(exchange, path.split("/", -1)[2], body);
        } else if (path.startsWith("/sessions/") && method.equals("DELETE")) {
            end(exchange, path.split("/", -1)[2]);
        } else if (path.equals("/face")) {
            face(exchange);
        } else if (path.equals("/authentication")) {
            authenticate(exchange, new String(body, StandardCharsets.UTF_8));
        } else {
            reply(exchange, 404, "");
        }
    }

    private void state(HttpExchange exchange) throws IOException {
        String[] query = exchange.getRequestURI().getQuery().split("[=&]", -1);
        long after = Long.parseLong(query[1]);
        long deadline = System.nanoTime() + Long.parseLong(query[3]) * 1_000_000;
        String answer;
        synchronized (this) {
            try {
                long left = deadline - System.nanoTime();
                while (epoch <= after && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = deadline - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer = "{\"epoch\":" + epoch + ",\"present\":" + card.isPresent() + "}";
        }
        reply(exchange, 200, answer);
    }

    private void open(HttpExchange exchange) throws IOException {
        int status;
        synchronized (this) {
            status = card.isEmpty() ? 404 : session.isPresent() ? 409 : 201;
            if (status == 201) {
                session = Optional.of("s" + ++sessions);
            }
        }
        reply(exchange, status, "{\"session\":\"s" + sessions + "\",\"atr\":\"3bf01300ff10\"}");
    }

    private void end(HttpExchange exchange, String ended) throws IOException {
        synchronized (this) {
            if (session.equals(Optional.of(ended))) {
                session = Optional.empty();
                unlocked = false;
                certified = false;
            }
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void face(HttpExchange exchange) throws IOException {
        String outcome;
        synchronized (this) {
            if (card.isEmpty()) {
                reply(exchange, 404, "");
                return;
            }
            outcome = card.get().photo ? faceOutcome : "NO_PHOTO";
            matched = outcome.equals("MATCH");
        }
        String more = hint.isEmpty() ? "" : ",\"hint\":\"" + hint + "\"";
        reply(exchange, 200, "{\"outcome\":\"" + outcome + "\"" + more + "}");
    }

    private void authenticate(HttpExchange exchange, String body) throws IOException {
        boolean allowed;
        synchronized (this) {
            allowed = matched || body.contains("VISUAL");
        }
        var base64 = java.util.Base64.getEncoder();
        reply(
                exchange,
                allowed ? 200 : 409,
                "{\"certificate\":\"%s\",\"signature\":\"%s\"}"
                        .formatted(
                                base64.encodeToString(READER_CERTIFICATE),
                                base64.encodeToString(new byte[70])));
    }

    private void apdu(HttpExchange exchange, String used, byte[] command) throws IOException {
        byte[] answer;
        synchronized (this) {
            if (card.isEmpty() || !session.equals(Optional.of(used))) {
                reply(exchange, 410, "");
                return;
            }
            // never the PIN's bytes
            commands.add(HEX.formatHex(command, 0, Math.min(7, command.length)));
            answer = respond(card.get(), command);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, answer.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    private byte[] respond(TestCard placed, byte[] command) {
        String head = HEX.formatHex(command, 0, 4);
        return switch (head) {
            case "00A4040C" -> status(0x9000);
            case "00A4020C" -> {
                file = ((command[5] & 0xFF) << 8) | (command[6] & 0xFF);
                yield status(file == 0x18 && placed.pin.isEmpty() ? 0x6A82 : 0x9000);
            }
            case "00200080" -> verify(placed, command);
            case "00840000" -> content(new byte[16]);
            case "002A00AE" -> {
                byte[] sent = Arrays.copyOfRange(command, 7, command.length);
                certified = Arrays.equals(sent, READER_CERTIFICATE);
                yield status(certified ? 0x9000 : 0x6982);
            }
            case "00820000" -> {
                unlocked = certified && command.length == 5 + 71;
                yield status(unlocked ? 0x9000 : 0x6982);
            }
            case "802A0080" -> sign(placed, command);
            default -> command[1] == (byte) 0xB0 ? read(placed, command) : status(0x6D00);
        };
    }

    private byte[] read(TestCard placed, byte[] command) {
        byte[] content =
                file == 0x0A
                        ? placed.certificate
                        : (placed.phone ? "JPKIAPGPSETOKEN     " : "JPKIAPICCTOKEN      ")
                                .getBytes(StandardCharsets.US_ASCII);
        int offset = ((command[2] & 0xFF) << 8) | (command[3] & 0xFF);
        int length = command[4] & 0xFF;
        return content(
                Arrays.copyOfRange(content, offset, Math.min(content.length, offset + length)));
    }

    private byte[] verify(TestCard placed, byte[] command) {
        if (placed.tries == 0) {
            return status(0x6984);
        }
        if (command.length > 4) {
            String tried = new String(command, 5, command.length - 5, StandardCharsets.US_ASCII);
            unlocked = placed.pin.equals(Optional.of(tried));
            placed.tries = unlocked ? 3 : placed.tries - 1;
            return status(unlocked ? 0x9000 : 0x63C0 + placed.tries);
        }
        return status(0x63C0 + placed.tries);
    }

    private byte[] sign(TestCard placed, byte[] command) {
        if (!unlocked) {
            return status(0x6982);
        }
        try {
            Signature signature = Signature.getInstance("NONEwithRSA");
            signature.initSign(placed.keys.getPrivate());
            signature.update(command, 5, command[4] & 0xFF);
            return content(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] status(int word) {
        return new byte[] {(byte) (word >> 8), (byte) word};
    }

    private static byte[] content(byte[] content) {
        byte[] answer = Arrays.copyOf(content, content.length + 2);
        answer[content.length] = (byte) 0x90;
        return answer;
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}

package org.onshi.server.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.onshi.kernel.IndividualNumber;
import org.onshi.wire.Fault;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A resident register over HTTP for tests, which can be silenced. It knows whom it is told of; by
 * {@link #follow} whoever is registered, as the row says, unless it was told otherwise.
 */
public final class TestRegister implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Map<String, Object>> told = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> followed = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> described = new ConcurrentHashMap<>();
    private final AtomicInteger inquiries = new AtomicInteger();
    private final AtomicInteger peopleAsked = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean silent;
    private volatile int numbersMax = Integer.MAX_VALUE;

    private TestRegister(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static TestRegister start() {
        try {
            HttpServer http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            TestRegister register = new TestRegister(http);
            http.createContext("/jlis/residents", register::residents);
            http.createContext("/jlis/inquiries", register::byAttributes);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.start();
            return register;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its root. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A client of it. */
    public ResidentRegister client() {
        return TestOutside.register(url());
    }

    /** From now on it hangs up, or answers again. */
    public void silent(boolean now) {
        silent = now;
    }

    /** From now on it hangs up when it is asked about more numbers at once. */
    public void manages(int numbers) {
        numbersMax = numbers;
    }

    /** How often it was asked. */
    public int inquiries() {
        return inquiries.get();
    }

    /** About how many people it was asked by their attributes, each time counted. */
    public int peopleAsked() {
        return peopleAsked.get();
    }

    /** It knows this resident: name, name_kana, birth_date, sex, address and more. */
    public void knows(String number, Map<String, Object> resident) {
        told.put(number, resident);
    }

    /** It knows nobody with this number. */
    public void knowsNobody(String number) {
        told.put(number, Map.of());
    }

    /**
     * It knows who is registered with a number, so; a row that brings only the number is about whom
     * the rows before it have described.
     */
    public void follow(RegistrationRow row) {
        if (!row.faults().isEmpty()) {
            return;
        }
        String now = place(row, false);
        boolean renamed = !row.raw(RegistrationColumn.OLD_NUMBER).isEmpty();
        Map<String, Object> resident =
                new HashMap<>(described.getOrDefault(renamed ? place(row, true) : now, Map.of()));
        resident.put("birth_date", row.birthDate().toString());
        for (RegistrationColumn column :
                List.of(
                        RegistrationColumn.NAME,
                        RegistrationColumn.NAME_KANA,
                        RegistrationColumn.SEX,
                        RegistrationColumn.ADDRESS)) {
            String cell = row.raw(column);
            if (!cell.isEmpty() && !cell.equals("-")) {
                resident.put(column.header(), cell);
            }
        }
        described.put(now, resident);
        if (resident.size() == 5) {
            row.individualNumber()
                    .map(IndividualNumber::digits)
                    .ifPresent(number -> followed.put(number, resident));
        }
    }

    private static String place(RegistrationRow row, boolean old) {
        return String.join(
                "/",
                row.raw(RegistrationColumn.INSURER_NUMBER),
                row.raw(old ? RegistrationColumn.OLD_SYMBOL : RegistrationColumn.SYMBOL),
                row.raw(old ? RegistrationColumn.OLD_NUMBER : RegistrationColumn.NUMBER),
                row.raw(old ? RegistrationColumn.OLD_BRANCH : RegistrationColumn.BRANCH));
    }

    /** It knows the people of a registration file, as far as that can be read. */
    public void follow(byte[] body) {
        try (RegistrationFile file = RegistrationFile.read(new ByteArrayInputStream(body))) {
            for (Optional<RegistrationRecord> record = file.next();
                    record.isPresent();
                    record = file.next()) {
                if (record.get() instanceof RegistrationRow row) {
                    follow(row);
                }
            }
        } catch (Fault | IOException unreadable) {
            // the server refuses it too
        }
    }

    private void residents(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                asked -> {
                    List<Map<String, Object>> residents = new ArrayList<>();
                    for (JsonNode one : asked.path("individual_numbers")) {
                        String number = one.asString("");
                        Map<String, Object> known =
                                told.getOrDefault(number, followed.getOrDefault(number, Map.of()));
                        if (!known.isEmpty()) {
                            Map<String, Object> resident = new LinkedHashMap<>(known);
                            resident.put("individual_number", number);
                            residents.add(resident);
                        }
                    }
                    return Map.of("residents", residents);
                });
    }

    private void byAttributes(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                asked -> {
                    peopleAsked.addAndGet(asked.path("persons").size());
                    List<Map<String, Object>> answers = new ArrayList<>();
                    for (JsonNode person : asked.path("persons")) {
                        List<String> found =
                                told.entrySet().stream()
                                        .filter(known -> !known.getValue().isEmpty())
                                        .filter(known -> has(known.getValue(), person))
                                        .map(Map.Entry::getKey)
                                        .toList();
                        Map<String, Object> answer = new LinkedHashMap<>();
                        answer.put("found", found.size());
                        if (found.size() == 1) {
                            answer.put("individual_number", found.getFirst());
                        }
                        answers.add(answer);
                    }
                    return Map.of("answers", answers);
                });
    }

    private static boolean has(Map<String, Object> known, JsonNode person) {
        return List.of("name", "name_kana", "birth_date", "sex", "address").stream()
                .allMatch(field -> person.path(field).asString("").equals(known.get(field)));
    }

    private interface Answering {
        Map<String, Object> to(JsonNode asked);
    }

    private void answer(HttpExchange exchange, Answering answering) throws IOException {
        try (exchange) {
            inquiries.incrementAndGet();
            if (silent) {
                return;
            }
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            if (asked.path("individual_numbers").size() > numbersMax) {
                return;
            }
            byte[] body = JSON.writeValueAsBytes(answering.to(asked));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

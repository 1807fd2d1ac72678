package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.server.TestServer;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every operation of every machine door by every kind of caller (requirements J-13): the operations
 * are those of docs/openapi, which OpenApiTest holds to the code, so that none can be left out.
 */
@Tag("database")
class DoorRightsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLINIC = "0110113719";
    private static final String INSURER = "01130012";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    /** What says that a caller may not be here. */
    private static final List<FaultCode> NOT_THROUGH =
            List.of(FaultCode.WRONG_DOOR, FaultCode.CALLER_UNKNOWN);

    private static TestServer server;
    private static Map<Door, HttpClient> callers;
    private static HttpClient nobody;

    /** A line of docs/openapi. */
    private record Operation(String method, String path, String contentType) {}

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        callers =
                Map.of(
                        Door.FACILITY, server.keys().facility(CLINIC).http(),
                        Door.INSURER, server.keys().insurer(INSURER).http(),
                        Door.OPERATOR, server.keys().operator().http());
        nobody = server.keys().caller("server", "localhost").http();
        load("facilities", "facility_code,name,kind\n" + CLINIC + ",見本病院,HOSPITAL\n");
        load("insurers", "insurer_number,name\n" + INSURER + ",見本支部\n");
    }

    private static void load(String what, String csv) throws Exception {
        HttpResponse<String> loaded =
                server.post(
                        callers.get(Door.OPERATOR),
                        Door.OPERATOR,
                        "/operator/" + what,
                        "text/csv",
                        csv);
        assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Tag("J-13")
    @ParameterizedTest
    @EnumSource(names = {"FACILITY", "INSURER", "OPERATOR"})
    void eachOperationIsForItsOwnCallersAndForNobodyElse(Door door) throws Exception {
        List<Operation> operations = operations(door);
        assertThat(operations).hasSizeGreaterThan(20);
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            for (Map.Entry<Door, HttpClient> caller : callers.entrySet()) {
                HttpResponse<String> answer = send(caller.getValue(), door, operation);
                boolean through =
                        NOT_THROUGH.stream().noneMatch(it -> answer.body().contains(it.code()));
                if (through != (caller.getKey() == door)
                        || (!through && !refusedForItsRole(answer))) {
                    wrong.add(operation + " by " + caller.getKey() + ": " + answer.statusCode());
                }
            }
            if (!refusedForItsRole(send(nobody, door, operation))) {
                wrong.add(operation + " by nobody");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean refusedForItsRole(HttpResponse<String> answer) {
        return answer.statusCode() == 403 && answer.body().contains(FaultCode.WRONG_DOOR.code());
    }

    private static HttpResponse<String> send(HttpClient caller, Door door, Operation operation)
            throws Exception {
        String path = operation.path().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.at(door, path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", operation.contentType());
        return caller.send(
                request.method(operation.method(), HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<Operation> operations(Door door) throws IOException {
        String resource = "/openapi/" + door.name().toLowerCase(Locale.ROOT) + ".json";
        try (InputStream in = DoorRightsTest.class.getResourceAsStream(resource)) {
            List<Operation> operations = new ArrayList<>();
            for (Map.Entry<String, JsonNode> path : JSON.readTree(in).path("paths").properties()) {
                for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
                    if (METHODS.contains(one.getKey())) {
                        operations.add(
                                new Operation(
                                        one.getKey().toUpperCase(Locale.ROOT),
                                        path.getKey(),
                                        one
                                                .getValue()
                                                .path("requestBody")
                                                .path("content")
                                                .propertyNames()
                                                .stream()
                                                .findFirst()
                                                .orElse("application/json")));
                    }
                }
            }
            return operations;
        }
    }
}

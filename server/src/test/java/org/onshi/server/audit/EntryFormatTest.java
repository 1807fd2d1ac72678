package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The format of an entry must never drift: leaves are computed from its bytes. */
class EntryFormatTest {
    private static final AuditEntry CHECK =
            AuditEntry.about(
                    UUID.fromString("0b6d4c1e-7f0a-4e8e-9f43-6a0a6f6f2b11"),
                    UUID.fromString("5f2c7f4a-3b0e-5d5b-8a77-0c9b8f1d2e3f"),
                    AuditEvent.ELIGIBILITY_CHECKED,
                    Instant.parse("2024-12-02T00:00:00Z"),
                    "facility:0110113719",
                    Map.of("verdict", "1", "by", "number", "versions", "12,13"));
    private static final AuditEntry STRANGERS =
            AuditEntry.of(
                    UUID.fromString("00000000-0000-0000-0000-000000000001"),
                    AuditEvent.STRANGERS_REFUSED,
                    Instant.parse("2026-11-21T09:15:42.123456789Z"),
                    "source:192.0.2.7",
                    Map.of("count", "40213", "quoted", "a\"b\\c"));

    private static byte[] golden(String name) throws IOException {
        try (InputStream in =
                EntryFormatTest.class.getResourceAsStream("/golden/audit/" + name + ".json")) {
            return in.readAllBytes();
        }
    }

    @Test
    void entriesAreWrittenAsInTheGoldenFiles() throws IOException {
        assertThat(new String(EntryFormat.encode(CHECK), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden("check"), StandardCharsets.UTF_8));
        assertThat(new String(EntryFormat.encode(STRANGERS), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden("strangers"), StandardCharsets.UTF_8));
    }

    @Test
    void theLeafOfAGoldenFileIsFixedToo() throws IOException {
        assertThat(Merkle.leaf(golden("check")))
                .hasToString("b51755c5d59a4eab7e2f8ffb51f83ea382c7283d01d53af5896b97e5745f4593");
    }

    @Test
    void whatIsWrittenIsReadBack() throws EntryFormat.Unreadable {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> details = new HashMap<>();
            for (int d = random.nextInt(5); d > 0; d--) {
                StringBuilder value = new StringBuilder();
                random.ints(random.nextInt(20), 0x20, 0x7F).forEach(value::appendCodePoint);
                details.put("k" + random.nextInt(100), value.toString());
            }
            AuditEntry entry =
                    new AuditEntry(
                            new UUID(random.nextLong(), random.nextLong()),
                            List.of(AuditEvent.values())
                                    .get(random.nextInt(AuditEvent.values().length)),
                            Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                            "insurer:01130012",
                            random.nextBoolean()
                                    ? java.util.Optional.empty()
                                    : java.util.Optional.of(new UUID(0, i)),
                            details);
            EntryFormat.Body body = EntryFormat.decode(EntryFormat.encode(entry));
            assertThat(body)
                    .as("seed %d", seed)
                    .isEqualTo(
                            new EntryFormat.Body(
                                    entry.entryId(),
                                    entry.event().code(),
                                    entry.at(),
                                    entry.caller(),
                                    entry.person(),
                                    entry.details()));
        }
    }

    @Test
    void anyOtherWritingOfTheSameEntryIsRefused() throws IOException {
        String json = new String(golden("check"), StandardCharsets.UTF_8);
        for (String other :
                new String[] {
                    json + " ",
                    json.replace(":", ": "),
                    json.replace("\"v\":\"1\"", "\"v\":\"2\""),
                    json.replace("\"v\":\"1\"", "\"v\":1"),
                    json.replace("00.000000Z", "00Z"),
                    json.replace("number", "n\\u0075mber"),
                    json.replace("5f2c7f4a", "5F2C7F4A"),
                    json.replace("\"entry\"", "\"id\""),
                    json.substring(0, json.length() / 2),
                    "",
                    "{}",
                    "[]",
                    "\\u00"
                }) {
            assertThatThrownBy(() -> EntryFormat.decode(other.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(EntryFormat.Unreadable.class);
        }
    }

    @Test
    void namesCannotGetIntoAnEntry() {
        Instant at = Instant.parse("2024-12-02T00:00:00Z");
        UUID id = new UUID(0, 1);
        for (Map<String, String> details :
                List.of(
                        Map.of("name", "山田花子"),
                        Map.of("Name", "x"),
                        Map.of("x", "y".repeat(201)),
                        Map.of("x", "line\nline"))) {
            assertThatThrownBy(() ->
                            AuditEntry.of(id, AuditEvent.FACILITY_LOGIN, at, "operator", details))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("山田");
        }
        assertThatThrownBy(() -> AuditEntry.of(id, AuditEvent.FACILITY_LOGIN, at, "花子", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

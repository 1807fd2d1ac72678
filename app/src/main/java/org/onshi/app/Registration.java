package org.onshi.app;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** One registration file on its way through the insurer door. */
final class Registration {
    private static final Duration LOOK_FIRST = Duration.ofMillis(50);
    private static final Duration LOOK_LATER = Duration.ofMillis(500);

    /** How long the resident register's silence is waited out; the server waits for it anyway. */
    private static final Duration REGISTER_AWAITED = Duration.ofSeconds(15);

    static final Duration SILENCE_LIMIT = Duration.ofMinutes(5);

    private final DoorClient insurer;
    private final Duration registerAwaited;
    private final Duration silenceLimit;
    private String id = "";
    private boolean heard;

    Registration(DoorClient insurer) {
        this(insurer, REGISTER_AWAITED, SILENCE_LIMIT);
    }

    /**
     * @param registerAwaited how long no row moves for want of the resident register before the
     *     sender is told that they wait
     * @param silenceLimit how long no row moves before the sender gives up asking
     */
    Registration(DoorClient insurer, Duration registerAwaited, Duration silenceLimit) {
        this.registerAwaited = registerAwaited;
        this.insurer = insurer;
        this.silenceLimit = silenceLimit;
    }

    /**
     * Rows by what became of them.
     *
     * @param failure which file the server gave up and why, Japanese then English; empty when it
     *     was processed to its end
     * @param waiting that rows wait for the resident register or to be confirmed, and what follows;
     *     empty when none do
     */
    record Outcome(
            long accepted,
            long pending,
            long rejected,
            long total,
            Optional<String> failure,
            Optional<String> waiting) {}

    /** Told now and then how far the processing is. */
    interface Progress {
        /** The server has the whole file: whatever happens here, it goes on with it. */
        default void received(String registrationId) {}

        void rows(long done, long total);
    }

    /** The insurer of the first row; empty when the file names none. */
    static String firstInsurerNumber(Path file) {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            return rows.stream()
                    .findFirst()
                    .flatMap(row -> row.findField("insurer_number"))
                    .orElse("")
                    .strip();
        } catch (CsvParseException e) {
            throw new CommandFault(file + " は CSV ではありません。", file + " is no CSV.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends the file and waits until it is worked off or given up.
     *
     * @throws CommandFault when it is refused as a whole, or nothing moves for five minutes; says
     *     what keeps it, if the server knows
     */
    Outcome send(Path file, Progress progress) {
        JsonNode received =
                insurer.json(insurer.postFile("/insurer/registrations", "text/csv", file));
        heard = true;
        String registrationId = received.path("registration_id").asString("");
        progress.received(registrationId);
        return follow(registrationId, progress);
    }

    /**
     * Waits until a file sent before is worked off or given up.
     *
     * @throws CommandFault as {@link #send}
     */
    Outcome follow(String registrationId, Progress progress) {
        id = registrationId;
        Duration pause = LOOK_FIRST;
        Optional<Long> told = Optional.empty();
        long moved = System.nanoTime();
        while (true) {
            Optional<JsonNode> answer = state(moved);
            if (answer.isEmpty()) {
                pause(LOOK_LATER);
                continue;
            }
            JsonNode state = answer.get();
            long done = state.path("rows_done").asLong(0);
            if (told.isEmpty() || told.get() != done) {
                moved = System.nanoTime();
                told = Optional.of(done);
                progress.rows(done, state.path("rows_total").asLong(0));
            }
            boolean failed = state.path("state").asString("").equals("FAILED");
            boolean waits =
                    isHeldBy(FaultCode.REGISTRATION_CLEARS_MANY, state)
                            || (isHeldBy(FaultCode.REGISTRATION_AWAITS_REGISTER, state)
                                    && System.nanoTime() - moved > registerAwaited.toNanos());
            if (failed || waits || state.path("state").asString("").equals("DONE")) {
                return new Outcome(
                        state.path("accepted").asLong(0),
                        state.path("pending").asLong(0),
                        state.path("rejected").asLong(0),
                        state.path("rows_total").asLong(0),
                        failed ? Optional.of(givenUp(state)) : Optional.empty(),
                        waits && !failed ? Optional.of(waiting(state)) : Optional.empty());
            }
            if (System.nanoTime() - moved > silenceLimit.toNanos()) {
                throw silent(state);
            }
            pause(pause);
            pause =
                    LOOK_LATER.compareTo(pause.multipliedBy(2)) < 0
                            ? LOOK_LATER
                            : pause.multipliedBy(2);
        }
    }

    /**
     * How far the file is; empty while a server that was heard before is starting again.
     *
     * @param moved when something was heard last
     */
    private Optional<JsonNode> state(long moved) {
        try {
            JsonNode state = insurer.json(insurer.get("/insurer/registrations/" + id));
            heard = true;
            return Optional.of(state);
        } catch (CommandFault fault) {
            if (!heard || !fault.isPassing()) {
                throw fault;
            }
            if (System.nanoTime() - moved <= silenceLimit.toNanos()) {
                return Optional.empty();
            }
            throw CommandFault.said(fault.getMessage() + "\n" + laterCommand());
        }
    }

    private String laterCommand() {
        return Bilingual.say("受け付けたファイルの処理は続きます。結果は", "The file received goes on; its result by")
                + ":\n  ./onshi insurer result --registration "
                + id
                + " --insurer N";
    }

    private static boolean isHeldBy(FaultCode code, JsonNode state) {
        return state.path("failure_code").asString("").equals(code.code());
    }

    private String waiting(JsonNode state) {
        if (isHeldBy(FaultCode.REGISTRATION_CLEARS_MANY, state)) {
            return unconfirmed(state);
        }
        long rows = state.path("rows_total").asLong(0) - state.path("rows_done").asLong(0);
        return Bilingual.say(
                "住民登録側から応答がないため、%d 行は保留のまま待っています（受付番号 %s）。応答があり次第、自動で進みます。送り直す必要はありません。"
                        .formatted(rows, id),
                ("The resident register is silent; %d rows wait, pending (registration %s). They go"
                                + " on by themselves once it answers; nothing to send again.")
                        .formatted(rows, id));
    }

    private String unconfirmed(JsonNode state) {
        long clearing = state.path("rows_clearing").asLong(0);
        long rows = state.path("rows_total").asLong(0);
        return Bilingual.say(
                        "%d 行のうち %d 行が負担割合・限度額適用区分を消すため、1行も登録せずに保留しました（受付番号 %s）。正しければ確認し、誤りなら理由 MISTAKE で取り下げてください。"
                                .formatted(rows, clearing, id),
                        ("%d of %d rows take away a ratio or a limit class: the file is held, none"
                             + " of its rows registered (registration %s). Confirm it if that is"
                             + " meant; if not, withdraw it by the reason MISTAKE.")
                                .formatted(clearing, rows, id))
                + "\n  ./onshi insurer held --registration "
                + id
                + " --clerk NAME --reason ENDED|REDETERMINED|RECORD_COMPARED|MISTAKE --insurer N";
    }

    private String givenUp(JsonNode state) {
        return Bilingual.say("受付番号 " + id, "registration " + id) + ": " + hindrance(state);
    }

    /** The server goes on without whoever waits: only this command ends. */
    private CommandFault silent(JsonNode state) {
        String hindrance = hindrance(state);
        return CommandFault.said(
                Bilingual.say(
                                "登録ファイルの処理が進まないため、待つのをやめました（受付番号 %s）。".formatted(id),
                                ("The registration file makes no progress, so this command waits"
                                                + " no longer (registration %s).")
                                        .formatted(id))
                        + (hindrance.isEmpty() ? "" : "\n" + hindrance)
                        + "\n"
                        + laterCommand());
    }

    /** What keeps the file from going on, Japanese then English; empty when nothing is known. */
    private static String hindrance(JsonNode state) {
        return (state.path("failure_code").asString("")
                        + " "
                        + state.path("failure_message").asString(""))
                .strip();
    }

    /**
     * Hands on {@code line,status,code,message}, in line order and as it arrives; after {@link
     * #send}.
     *
     * @param total rows that the file has
     * @throws CommandFault when the result has another number of rows: an insurer that believed it
     *     would miss what is pending or rejected
     */
    void resultRows(long total, Consumer<String> lines) {
        insurer.get(
                "/insurer/registrations/" + id + "/result",
                body -> {
                    readWhole(body, total, lines);
                    return total;
                });
    }

    static void readWhole(Reader result, long total, Consumer<String> lines) throws IOException {
        StringBuilder line = new StringBuilder();
        long rows = -1; // the heading is no row
        for (int next = result.read(); next >= 0; next = result.read()) {
            if (next == '\n') {
                lines.accept(line.toString());
                line.setLength(0);
                rows++;
            } else {
                line.append((char) next);
            }
        }
        if (rows != total || !line.isEmpty()) {
            long arrived = Math.max(0, rows);
            throw new CommandFault(
                    "結果が途中で切れています（%d 行中 %d 行）。登録は済んでいます。もう一度同じファイルを送れば、変更なしで結果だけを受け取れます。"
                            .formatted(total, arrived),
                    ("The result is cut short (%d of %d rows). The rows are registered; send"
                                    + " the same file again for its result, which changes nothing.")
                            .formatted(arrived, total));
        }
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }
}

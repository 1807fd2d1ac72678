package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.HostileCsv.HostileUpload;
import org.onshi.acceptance.HostileXml.HostileFile;
import org.onshi.acceptance.HostileXml.Kind;
import org.onshi.acceptance.ReceiptComputer.Answer;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Five thousand hostile or broken inputs. Each ends in exactly one of {@code .err}, an error
 * status, or the answer that {@link StrictReader} foretells; nothing else suffers.
 *
 * <p>The whole is made of one seed, {@code -Donshi.hostile.seed}; one request file of it is tried
 * alone with {@code -Donshi.hostile.case}. What went wrong is kept in {@code target/hostile}.
 */
@Tag("acceptance")
class HostileInputScenarioTest {
    private static final long SEED = Long.getLong("onshi.hostile.seed", 20250610L);
    private static final int XML_FILES = 4_000;

    /** With 36 hostile rows each. */
    private static final int CSV_FILES_OF_ROWS = 25;

    private static final int CSV_FILES_REFUSED = 100;

    /** Numbers of the inputs sent before anything is measured; never used again. */
    private static final int WARM_UP_FROM = 100_000;

    private static final int WARM_UP_XML_FILES = 700;
    private static final int WARM_UP_CSV_FROM = 500;
    private static final int WARM_UP_CSV_FILES = 25;

    private static final long GROWTH_KIB_MAX = 100 << 10;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration ALL_ANSWERED_WITHIN = Duration.ofMinutes(2);
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(5);
    private static final int PLACE_BYTES_MAX = 4096;
    private static final int WRONG_SHOWN_MAX = 30;
    private static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningDemo demo = RunningDemo.shared();
    private final ReceiptComputer receiptComputer = new ReceiptComputer(demo);
    private final Path req = demo.file("OQS/req");
    private final Path res = demo.file("OQS/res");
    private final List<TownCsv> town =
            TownCsv.read(demo.file("town.csv")).stream()
                    .filter(row -> !row.number().isEmpty())
                    .toList();
    private final StrictReader strict = new StrictReader(town, demo.firstFacility());
    private final HostileXml xml =
            new HostileXml(
                    receiptComputer,
                    town,
                    demo.firstFacility(),
                    demo.json().get("facilities").get(1).asString(),
                    TODAY,
                    SEED);
    private final List<String> wrong = new ArrayList<>();
    private final List<String> peopleBefore = new ArrayList<>();
    private int foretold;
    private int foretoldExactly;
    private long verdicts;
    private long returned;
    private long refused;

    /** A bulk request that was received, and what must be answered about its people. */
    private record Taken(HostileFile file, String receptionNumber, List<Set<String>> persons) {}

    @Test
    @Requirement({"A-03", "J-08", "K-04"})
    void everyHostileInputEndsInOneForetoldOutcomeAndNothingElseSuffers() throws Exception {
        System.out.println("hostile inputs of seed " + SEED);
        Optional<Integer> alone = Optional.ofNullable(Integer.getInteger("onshi.hostile.case"));
        if (alone.isPresent()) {
            sendRequests(List.of(xml.file(alone.get())));
            assertThat(wrong).isEmpty();
            return;
        }
        Map<String, String> untouched = leaveFilesOfNoFamily();
        try {
            String people = people();
            sendRequests(files(WARM_UP_FROM, WARM_UP_XML_FILES));
            sendRegistrations(uploads(WARM_UP_CSV_FROM, 3, WARM_UP_CSV_FILES));
            for (Shape shape : Shape.values()) {
                ask(shape);
            }
            Map<String, ProcessMemory> before = memory();
            long checksBefore = checks();
            countAnew();

            long begun = System.nanoTime();
            sendRequests(files(0, XML_FILES));
            answersAtOnce(Shape.COMPACT);
            long requestsDone = System.nanoTime();
            sendRegistrations(uploads(0, CSV_FILES_OF_ROWS, CSV_FILES_REFUSED));
            answersAtOnce(Shape.ODD_SPACES);
            System.out.printf(
                    "%d request files in %d s (%d returned, %d refused, %d verdicts), CSV in %d s;"
                            + " %d of %d files and rows foretold exactly%n",
                    XML_FILES,
                    Duration.ofNanos(requestsDone - begun).toSeconds(),
                    returned,
                    refused,
                    verdicts,
                    Duration.ofNanos(System.nanoTime() - requestsDone).toSeconds(),
                    foretoldExactly,
                    foretold);

            assertThat(foretold).isGreaterThanOrEqualTo(5_000);
            assertThat(foretoldExactly)
                    .as("a foretelling that allows anything would prove nothing")
                    .isGreaterThan(foretold * 9 / 10);
            assertThat(wrong.stream().limit(WRONG_SHOWN_MAX))
                    .as(wrong.size() + " wrong of seed " + SEED)
                    .isEmpty();
            assertThat(checks() - checksBefore)
                    .as("a check in the log for every verdict, and none for what was refused")
                    .isEqualTo(verdicts);
            assertThat(people()).as("registered people stay as they were").isEqualTo(people);
            memoryHasNotGrown(before, memory());
            assertThat(res).isEmptyDirectory();
            stillThere(untouched);
        } finally {
            for (String name : untouched.keySet()) {
                Files.delete(req.resolve(name));
            }
        }
    }

    private void countAnew() {
        foretold = 0;
        foretoldExactly = 0;
        verdicts = 0;
        returned = 0;
        refused = 0;
    }

    private List<HostileFile> files(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(xml::file).toList();
    }

    private List<HostileUpload> uploads(int from, int ofRows, int whole) throws IOException {
        String own = demo.json().get("insurers").get(0).asString();
        HostileCsv csv =
                new HostileCsv(
                        town.stream().filter(row -> row.insurerNumber().equals(own)).toList(),
                        own,
                        demo.json().get("insurers").get(1).asString(),
                        SEED);
        List<HostileUpload> uploads = new ArrayList<>();
        IntStream.range(from, from + ofRows).mapToObj(csv::manyRows).forEach(uploads::add);
        IntStream.range(from, from + whole).mapToObj(csv::wholeFile).forEach(uploads::add);
        Path residents = Files.createTempFile(demo.folder().getParent(), "residents", ".csv");
        Files.writeString(residents, csv.residents());
        assertThat(demo.onshi("sandbox", "person", "add", residents.toString()).exit()).isZero();
        return uploads;
    }

    // ---- request files

    private void sendRequests(List<HostileFile> files) throws IOException, InterruptedException {
        Map<String, HostileFile> dropped = new LinkedHashMap<>();
        for (HostileFile file : files) {
            String name = receiptComputer.uniqueName(file.family());
            dropped.put(name, file);
            drop(name, file.content());
        }
        awaitOutcomes(dropped.keySet());
        List<Taken> taken = new ArrayList<>();
        dropped.forEach((name, file) -> judge(name, file).ifPresent(taken::add));
        for (Taken one : taken) {
            judge(one);
        }
    }

    /**
     * Small files in place as receipt computers do it, large ones by renaming: one that is broken
     * at its start is taken at once, however much of it is still to come.
     */
    private void drop(String name, byte[] content) throws IOException {
        if (content.length <= PLACE_BYTES_MAX) {
            receiptComputer.drop(name, content);
            return;
        }
        Path whole = Files.write(demo.folder().resolve("hostile.part"), content);
        Files.move(whole, req.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Until every file has an outcome, or the time is over and it shows in the judgement. */
    private void awaitOutcomes(Set<String> names) {
        RunningDemo.holdsWithin(
                ALL_ANSWERED_WITHIN,
                () -> {
                    Set<String> there = fileNames(res);
                    return names.stream()
                            .allMatch(name ->
                                    there.contains(answerName(name))
                                            || (there.contains(name)
                                                    && there.contains(errorName(name))));
                });
    }

    private static Set<String> fileNames(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answerName(String name) {
        return receiptComputer.answerFile(name).getFileName().toString();
    }

    private String errorName(String name) {
        return receiptComputer.errorFile(name).getFileName().toString();
    }

    /** Compares with what was foretold and clears the folder; a bulk request taken is returned. */
    private Optional<Taken> judge(String name, HostileFile file) {
        Set<String> allowed = foretold(file);
        count(allowed);
        Path answerFile = receiptComputer.answerFile(name);
        Path errorFile = receiptComputer.errorFile(name);
        Path back = res.resolve(name);
        try {
            boolean answered = Files.exists(answerFile);
            boolean error = Files.exists(errorFile);
            if (error != Files.exists(back) || answered == error) {
                wrong(
                        file,
                        allowed,
                        (answered ? "an answer" : "no answer") + " and .err: " + error);
                return Optional.empty();
            }
            if (error) {
                judgeReturned(file, allowed, errorFile, back);
                return Optional.empty();
            }
            RunningDemo.await(
                    "the whole answer of " + file,
                    WRITTEN_WITHIN,
                    () -> ReceiptComputer.parsed(answerFile).isPresent());
            return judgeAnswer(file, allowed, new Answer(Files.readAllBytes(answerFile)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            List.of(answerFile, errorFile, back).forEach(HostileInputScenarioTest::delete);
        }
    }

    private Set<String> foretold(HostileFile file) {
        if (file.kind() == Kind.BULK) {
            return strict.bulk(file.content());
        }
        return file.family().equals("OQSsiquc01req")
                ? strict.single(file.content())
                : strict.unserved(file.content());
    }

    private void judgeReturned(HostileFile file, Set<String> allowed, Path errorFile, Path back)
            throws IOException {
        returned++;
        RunningDemo.await(
                "the whole request back of " + file,
                WRITTEN_WITHIN,
                () -> back.toFile().length() >= file.content().length);
        String report = Files.readString(errorFile);
        if (!allowed.contains(StrictReader.RETURNED)) {
            wrong(file, allowed, "returned with " + report.lines().toList());
        } else if (!report.matches("(?s)ONSHI-F\\d{4}\\n.+")) {
            wrong(file, allowed, "returned with an .err that does not begin with a code");
        } else if (!Arrays.equals(Files.readAllBytes(back), file.content())) {
            wrong(file, allowed, "returned with other bytes");
        }
    }

    private Optional<Taken> judgeAnswer(HostileFile file, Set<String> allowed, Answer answer) {
        String outcome = outcome(answer);
        if (!allowed.contains(outcome)) {
            wrong(file, allowed, outcome);
            return Optional.empty();
        }
        String echoed = answer.at("MessageHeader", "ArbitraryFileIdentifier");
        if (!strict.fileIdentifier(file.content()).orElse("").equals(echoed)) {
            wrong(file, allowed, "an answer with another file identifier: " + echoed);
        }
        if (outcome.equals(StrictReader.TAKEN)) {
            return Optional.of(
                    new Taken(
                            file,
                            answer.at("MessageBody", "ReceptionNumber"),
                            strict.bulkPersons(file.content())));
        }
        if (outcome.equals(StrictReader.REFUSED)) {
            refused++;
        } else {
            verdicts++;
        }
        return Optional.empty();
    }

    /** What an answer says, in the words of {@link StrictReader}, or what is wrong with it. */
    private static String outcome(Answer answer) {
        String segment = answer.at("MessageHeader", "SegmentOfResult");
        String status = answer.at("MessageBody", "ProcessingResultStatus");
        String verdict = answer.at("MessageBody", "QualificationValidity");
        String code = answer.at("MessageBody", "ProcessingResultCode");
        String message = answer.at("MessageBody", "ProcessingResultMessage");
        boolean normal = segment.equals("1") && code.isEmpty();
        if (normal && status.equals("1") && !verdict.isEmpty()) {
            return verdict;
        }
        boolean taken = !answer.at("MessageBody", "ReceptionNumber").isEmpty();
        if (normal && status.isEmpty() && verdict.isEmpty() && taken) {
            return StrictReader.TAKEN;
        }
        // codes F5 and F9 are outages and mistakes of ours, which no request may cause
        boolean ofTheRequest = code.matches("ONSHI-F[1-4]\\d{3}") && !message.isBlank();
        if (status.equals("2") && segment.matches("[19]") && verdict.isEmpty() && ofTheRequest) {
            return StrictReader.REFUSED;
        }
        return "segment %s, status %s, verdict %s, code %s"
                .formatted(segment, status, verdict, code);
    }

    /** Fetches the result of a bulk request and compares it person by person. */
    private void judge(Taken taken) {
        Answer answer = receiptComputer.bulkResult(taken.receptionNumber(), ALL_ANSWERED_WITHIN);
        List<Element> units = answer.inBody("BulkConfirmUnit");
        if (units.size() != taken.persons().size()) {
            wrong(taken.file(), taken.persons(), units.size() + " people in the result");
            return;
        }
        for (int i = 0; i < units.size(); i++) {
            String verdict = Answer.text(units.get(i), "QualificationValidity");
            boolean isRefused =
                    verdict.isEmpty()
                            && Answer.text(units.get(i), "ProcessingResultStatus").equals("2");
            String outcome = isRefused ? StrictReader.REFUSED : verdict;
            if (!taken.persons().get(i).contains(outcome)) {
                wrong(taken.file(), taken.persons().get(i), "person " + i + ": " + outcome);
            } else if (!isRefused) {
                verdicts++;
            }
        }
    }

    private void count(Set<String> allowed) {
        foretold++;
        foretoldExactly += allowed.size() == 1 ? 1 : 0;
    }

    private void wrong(HostileFile file, Object allowed, String seen) {
        wrong.add(file + ": " + seen + " instead of " + allowed);
        try {
            Path kept = Tree.ROOT.resolve("acceptance/target/hostile");
            Files.createDirectories(kept);
            Files.write(kept.resolve(SEED + "-" + file.number() + ".xml"), file.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- registration files

    private void sendRegistrations(List<HostileUpload> uploads) throws Exception {
        String insurer = demo.json().get("insurers").get(0).asString();
        String door = demo.json().get("urls").get("insurer").asString() + "/insurer/registrations";
        try (MachineCaller caller =
                new MachineCaller(demo, Optional.of("insurer-" + insurer + ".p12"))) {
            Map<HostileUpload, String> received = new LinkedHashMap<>();
            for (HostileUpload upload : uploads) {
                upload.rows().forEach(this::count);
                if (upload.refused()) {
                    count(Set.of("refused"));
                }
                try {
                    HttpResponse<String> answer =
                            caller.post(door, upload.contentType(), upload.content());
                    judge(upload, answer).ifPresent(id -> received.put(upload, id));
                } catch (IOException broken) {
                    wrong.add(upload + ": no answer, " + broken.getMessage());
                }
            }
            for (Map.Entry<HostileUpload, String> one : received.entrySet()) {
                judgeRows(one.getKey(), caller, door + "/" + one.getValue());
            }
        }
    }

    /** The id of a file that was rightly received. */
    private Optional<String> judge(HostileUpload upload, HttpResponse<String> answer) {
        JsonNode body = JSON.readTree(answer.body());
        if (answer.statusCode() == 202 && !upload.refused()) {
            return Optional.of(body.get("registration_id").asString());
        }
        boolean problem =
                answer.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith("application/problem+json"))
                        .isPresent();
        boolean named =
                body.path("code").asString("").matches("ONSHI-F[34]\\d{3}")
                        && !body.path("title").asString("").isBlank()
                        && !body.path("detail").asString("").isBlank();
        boolean status = answer.statusCode() >= 400 && answer.statusCode() < 500;
        if (!upload.refused() || !status || !problem || !named) {
            wrong.add(upload + ": HTTP " + answer.statusCode() + " " + body);
        }
        return Optional.empty();
    }

    private static String state(MachineCaller caller, String registration) {
        try {
            return JSON.readTree(caller.get(registration).body()).path("state").asString("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void judgeRows(HostileUpload upload, MachineCaller caller, String registration)
            throws IOException, InterruptedException {
        Set<String> ends = Set.of("DONE", "FAILED");
        RunningDemo.holdsWithin(
                ALL_ANSWERED_WITHIN, () -> ends.contains(state(caller, registration)));
        String end = state(caller, registration);
        if (!end.equals("DONE")) {
            wrong.add(upload + ": " + end + " instead of DONE");
            return;
        }
        HttpResponse<String> result = caller.get(registration + "/result");
        if (result.statusCode() != 200) {
            wrong.add(upload + ": its result HTTP " + result.statusCode());
            return;
        }
        List<String> seen = new ArrayList<>();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(result.body())) {
            rows.forEach(row -> {
                int line = seen.size() + 1;
                String status = row.getField("status");
                String code = row.getField("code");
                Set<String> allowed =
                        line <= upload.rows().size() ? upload.rows().get(line - 1) : Set.of();
                if (!row.getField("line").equals(String.valueOf(line))
                        || !allowed.contains(status)
                        || code.equals("NOT_PROCESSED")
                        || row.getField("message").isBlank()) {
                    wrong.add(
                            "%s, line %d: %s %s instead of %s"
                                    .formatted(upload, line, status, code, allowed));
                }
                seen.add(status);
            });
        }
        if (seen.size() != upload.rows().size()) {
            wrong.add(
                    upload
                            + ": "
                            + seen.size()
                            + " result rows of "
                            + upload.rows().size()
                            + " rows");
        }
    }

    // ---- what must not suffer

    /** Files whose names are of no family, a folder and a link: nobody may touch them. */
    private Map<String, String> leaveFilesOfNoFamily() throws IOException {
        Map<String, String> left = new LinkedHashMap<>();
        String content = new String(xml.file(0).content(), StandardCharsets.ISO_8859_1);
        for (String name :
                List.of(
                        "readme.txt",
                        "OQSsiquc01req.xml",
                        "OQSsiquc01res_hostile.xml",
                        "oqssiquc01req_hostile.xml",
                        "OQSxxxxx01req_hostile.xml",
                        "OQSsiquc01req_hostile.xml.tmp",
                        "OQSsiquc01req_hostile.txt",
                        "XOQSsiquc01req_hostile.xml")) {
            Files.writeString(req.resolve(name), content, StandardCharsets.ISO_8859_1);
            left.put(name, content);
        }
        String folder = "OQSsiquc01req_folder.xml";
        Files.createDirectory(req.resolve(folder));
        left.put(folder, "");
        String link = "OQSsiquc01req_link.xml";
        Files.createSymbolicLink(req.resolve(link), demo.file("keys/password.txt"));
        left.put(link, "");
        return left;
    }

    private void stillThere(Map<String, String> untouched) throws IOException {
        try (Stream<Path> files = Files.list(req)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing but what is of no family stays in req/")
                    .containsExactlyInAnyOrderElementsOf(untouched.keySet());
        }
        for (Map.Entry<String, String> file : untouched.entrySet()) {
            if (!file.getValue().isEmpty()) {
                assertThat(
                                Files.readString(
                                        req.resolve(file.getKey()), StandardCharsets.ISO_8859_1))
                        .isEqualTo(file.getValue());
            }
        }
    }

    private void answersAtOnce(Shape shape) {
        Duration took = ask(shape);
        System.out.println("the next good request took " + took.toMillis() + " ms");
        assertThat(took).isLessThan(AT_ONCE);
    }

    private Duration ask(Shape shape) {
        TownCsv row =
                town.stream()
                        .filter(one -> one.situation().equals("plain"))
                        .findFirst()
                        .orElseThrow();
        long begun = System.nanoTime();
        Answer answer = receiptComputer.ask(Question.of(row, TODAY), shape);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(answer.verdict()).isEqualTo(TownOracle.verdict(town, row, row.branch(), TODAY));
        verdicts++;
        return took;
    }

    private Map<String, ProcessMemory> memory() {
        Map<String, ProcessMemory> memory = new LinkedHashMap<>();
        for (String name : List.of("server", "terminal")) {
            memory.put(name, ProcessMemory.of(demo.processOf(name)));
        }
        return memory;
    }

    private static void memoryHasNotGrown(
            Map<String, ProcessMemory> before, Map<String, ProcessMemory> after) {
        before.forEach((name, was) -> {
            ProcessMemory is = after.get(name);
            System.out.println(name + ": " + was + ", then " + is);
            assertThat(is.heldKib() - was.heldKib())
                    .as("KiB that the %s holds more than before", name)
                    .isLessThanOrEqualTo(GROWTH_KIB_MAX);
        });
    }

    /**
     * A digest of all that is known of the people whom the registry shows as the scenario begins;
     * later calls look at the same people.
     */
    private String people() throws SQLException {
        try (Connection inspector = demo.inspector()) {
            if (peopleBefore.isEmpty()) {
                try (PreparedStatement query =
                                inspector.prepareStatement(
                                        "SELECT DISTINCT person_id FROM registry.coverage");
                        ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        peopleBefore.add(rows.getString(1));
                    }
                }
            }
            Array people = inspector.createArrayOf("uuid", peopleBefore.toArray());
            return peopleBefore.size()
                    + " "
                    + digest(
                            inspector,
                            "SELECT md5(string_agg(c::text, '|' ORDER BY c.version_id)) FROM"
                                    + " registry.coverage c WHERE c.person_id = ANY (?)",
                            people)
                    + " "
                    + digest(
                            inspector,
                            "SELECT md5(string_agg(l::text, '|' ORDER BY l.entry_id)) FROM"
                                    + " registry.lookup l WHERE l.person_id = ANY (?)",
                            people);
        }
    }

    private static String digest(Connection inspector, String sql, Array people)
            throws SQLException {
        try (PreparedStatement query = inspector.prepareStatement(sql)) {
            query.setArray(1, people);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private long checks() throws SQLException {
        try (Connection inspector = demo.inspector();
                PreparedStatement query =
                        inspector.prepareStatement(
                                "SELECT count(1) FROM audit.entry WHERE event IN"
                                        + " ('eligibility.checked', 'bulk.row_checked')");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.onshi.app;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.wire.Echoed;
import org.onshi.wire.Element;
import org.onshi.wire.EligibilityRequest;
import org.onshi.wire.MessageFamily;
import org.onshi.wire.RequestHeader;
import org.onshi.wire.SearchKey;
import org.onshi.wire.SharedClock;
import org.onshi.wire.TextEncoding;
import org.onshi.wire.XmlMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code onshi try}: one correct request from the town through the folder link, shown beside the
 * registered row.
 */
@Command(
        name = "try",
        description =
                "町の一人の資格をフォルダ連携で確認し、要求・答え・登録された行を並べて表示する / one request from the town through"
                        + " the folder link; shows request, answer and registered row",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / examples:%n",
        footer = {"  ./onshi try", "  ./onshi try --situation dependant"})
final class TryCommand implements Callable<Integer> {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private static final int COLUMN_WIDTH = 26;

    /** Columns of town.csv by the message's element that carries them. */
    private static final Map<String, String> ELEMENTS =
            Map.of(
                    "name", "Name",
                    "name_kana", "NameKana",
                    "birth_date", "Birthdate",
                    "sex", "Sex1",
                    "insurer_number", "InsurerNumber",
                    "symbol", "InsuredCardSymbol",
                    "number", "InsuredIdentificationNumber",
                    "branch", "InsuredBranchNumber",
                    "acquired_on", "QualificationDate",
                    "lost_on", "DisqualificationDate");

    @Option(
            names = "--situation",
            paramLabel = "WORD",
            defaultValue = "plain",
            description = "town.csv の situation（既定 ${DEFAULT-VALUE}） / situation in town.csv")
    private String situation;

    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoDescription demo = data.demo();
        DataFolder folder = data.folder();
        requireTerminal(folder);
        LocalDate today = SharedClock.at(folder.clock()).today();
        Map<String, String> row = row(folder, today);
        String id = UUID.randomUUID().toString().substring(0, 8);
        String name = MessageFamily.ELIGIBILITY.identifier() + "req_try" + id + ".xml";
        EligibilityRequest request =
                new EligibilityRequest(
                        new RequestHeader(
                                today,
                                new FacilityCode(demo.facilities().getFirst()),
                                Optional.of(Echoed.of("try-" + id))),
                        SearchKey.of(
                                new ClaimedInsurerNumber(row.get("insurer_number")),
                                new InsuredIdentifier(
                                        row.get("symbol"), row.get("number"), row.get("branch")),
                                LocalDate.parse(row.get("birth_date")),
                                true,
                                Optional.empty()));
        Element asked = request.toElement();
        Path written = folder.requests().resolve("." + name + ".new");
        Files.write(written, new XmlMessage(asked, TextEncoding.UTF_8).bytes());
        Files.move(written, folder.requests().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        long begin = System.nanoTime();
        Path answer = folder.responses().resolve(MessageFamily.ELIGIBILITY.responseName(name));
        byte[] bytes = await(folder, name, answer);
        String seconds = "%.0f".formatted((System.nanoTime() - begin) / 1e6);
        show(
                asked,
                XmlMessage.read(bytes).root(),
                row,
                folder.requests().resolve(name),
                answer,
                seconds);
        return 0;
    }

    private Map<String, String> row(DataFolder folder, LocalDate today) {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(folder.town())) {
            List<NamedCsvRecord> fitting =
                    rows.stream()
                            .filter(row -> row.getField("situation").equals(situation))
                            .filter(row -> !row.getField("acquired_on").isEmpty())
                            .toList();
            return fitting.stream()
                    .filter(row -> holds(row, today))
                    .findFirst()
                    .or(() -> fitting.stream().findFirst())
                    .map(row -> {
                        Map<String, String> cells = new LinkedHashMap<>();
                        row.getFieldsAsMap().forEach(cells::put);
                        return cells;
                    })
                    .orElseThrow(() ->
                            new CommandFault(
                                    "town.csv に situation「" + situation + "」の行がありません。",
                                    "town.csv has no row of situation " + situation + "."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(NamedCsvRecord row, LocalDate day) {
        String lost = row.getField("lost_on");
        return !LocalDate.parse(row.getField("acquired_on")).isAfter(day)
                && (lost.isEmpty() || LocalDate.parse(lost).isAfter(day));
    }

    private static void requireTerminal(DataFolder folder) throws IOException {
        Path pid = folder.pid("terminal");
        boolean runs =
                Files.exists(pid)
                        && ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                                .filter(ProcessHandle::isAlive)
                                .isPresent();
        if (!runs) {
            throw new CommandFault(
                    folder.root()
                            + " の端末が動いていません。./onshi demo --data "
                            + folder.root()
                            + " を起動し、READY と出てからもう一度試してください。",
                    "The terminal of "
                            + folder.root()
                            + " is not running: start ./onshi demo --data "
                            + folder.root()
                            + " and try again when it says READY.");
        }
    }

    private static byte[] await(DataFolder folder, String name, Path answer)
            throws IOException, InterruptedException {
        Path error = folder.responses().resolve(MessageFamily.errorName(name));
        long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (Files.exists(answer)) {
                return Files.readAllBytes(answer);
            }
            if (Files.exists(error)) {
                throw new CommandFault(
                        "端末が要求を受け付けません: " + error,
                        "The terminal refused the request: "
                                + Files.readString(error, StandardCharsets.UTF_8));
            }
            Thread.sleep(LOOK_EVERY);
        }
        // nobody would read an answer that comes later
        Files.deleteIfExists(folder.requests().resolve(name));
        throw new CommandFault(
                "答えが " + ANSWER_LIMIT.toSeconds() + " 秒以内に届きません。./onshi demo が動いているか確かめてください。",
                "No answer within " + ANSWER_LIMIT.toSeconds() + " s; is ./onshi demo running?");
    }

    private void show(
            Element asked,
            Element answered,
            Map<String, String> row,
            Path request,
            Path answer,
            String millis) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Bilingual.say("要求", "request") + "  " + request);
        out.println(Bilingual.say("答え", "answer") + "   " + answer + "  (" + millis + " ms)");
        print(out, answered, 1);
        out.println();
        line(
                out,
                "town.csv",
                Bilingual.say("要求", "request"),
                Bilingual.say("答え", "answer"),
                Bilingual.say("登録された行", "registered row"));
        row.forEach((column, registered) -> {
            String element = ELEMENTS.getOrDefault(column, "");
            line(
                    out,
                    column,
                    text(asked, element),
                    text(answered, "ResultList", element),
                    registered);
        });
        line(out, "QualificationValidity", "", text(answered, "QualificationValidity"), "");
        out.flush();
    }

    /**
     * The text of the first element of that name, below the last of the branches named before it.
     */
    private static String text(Element root, String... path) {
        Optional<Element> found = Optional.of(root);
        for (String name : path) {
            found =
                    found.flatMap(branch ->
                            branch.walk()
                                    .filter(element -> element.name().equals(name))
                                    .findFirst());
        }
        return found.map(Element::text).orElse("");
    }

    private static void line(PrintWriter out, String... cells) {
        StringBuilder line = new StringBuilder();
        for (String cell : cells) {
            line.append("  ")
                    .append(cell)
                    .append(" ".repeat(Math.max(0, COLUMN_WIDTH - width(cell))));
        }
        out.println(line.toString().stripTrailing());
    }

    /** Columns on a terminal: full-width characters take two. */
    private static int width(String text) {
        return text.codePoints().map(c -> c < 0x1100 || (c >= 0xFF61 && c <= 0xFFDC) ? 1 : 2).sum();
    }

    private static void print(PrintWriter out, Element element, int depth) {
        for (Element child : element.children()) {
            String indent = "  ".repeat(depth);
            if (child.children().isEmpty()) {
                out.println(indent + "%-40s %s".formatted(child.name(), child.text()));
            } else {
                out.println(indent + child.name());
                print(out, child, depth + 1);
            }
        }
    }
}

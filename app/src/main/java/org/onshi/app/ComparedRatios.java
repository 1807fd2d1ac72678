package org.onshi.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An insurer's ratio file compared through its door: what differs, as CSV, and the totals. */
final class ComparedRatios {
    private static final String PATH = "/insurer/ratio-comparisons";
    private static final String TOTALS = "Onshi-Totals";

    /** In the order in which they are told. */
    private static final List<String> COUNTED =
            List.of(
                    "rows",
                    "equal",
                    "different",
                    "not_registered",
                    "not_in_force",
                    "several",
                    "unknown",
                    "refused");

    private final DoorClient insurer;
    private final PrintWriter err;

    ComparedRatios(DoorClient insurer, PrintWriter err) {
        this.insurer = insurer;
        this.err = err;
    }

    /**
     * Prints what differs.
     *
     * @param on the day compared; the server's today when empty
     * @throws CommandFault when the file is refused as a whole, or the answer is cut short
     */
    void print(Path file, Optional<LocalDate> on, PrintWriter out) {
        compare(file, on, out);
        out.flush();
    }

    /** The same into a file, which is there only when it is whole; it holds personal data. */
    void write(Path file, Optional<LocalDate> on, Path target) {
        try {
            Path folder = target.toAbsolutePath().getParent();
            Path arriving = Files.createTempFile(folder, "ratios-", ".part");
            try {
                try (Writer out = Files.newBufferedWriter(arriving, StandardCharsets.UTF_8)) {
                    compare(file, on, out);
                }
                Files.move(arriving, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(arriving);
            }
        } catch (IOException e) {
            throw new CommandFault(
                    target + " に書けません。--out を確かめてください。",
                    "Cannot write " + target + "; check --out.",
                    e);
        }
        err.println(target);
    }

    private void compare(Path file, Optional<LocalDate> on, Appendable out) {
        err.println(Bilingual.say("突き合わせています", "comparing") + ": " + file.getFileName());
        err.flush();
        Map<String, Long> totals =
                insurer.postFile(
                        PATH + on.map(day -> "?on=" + day).orElse(""),
                        "text/csv",
                        file,
                        TOTALS,
                        (header, body) -> {
                            Map<String, Long> counted = totals(header);
                            copy(body, counted, out);
                            return counted;
                        });
        err.println(
                Bilingual.say(
                        "行 %d、一致 %d、相違 %d、割合の登録なし %d、資格なし %d、複数 %d、不明 %d、読めない行 %d"
                                .formatted(counts(totals)),
                        ("rows %d, equal %d, different %d, no ratio registered %d, not in force"
                                        + " %d, several %d, unknown %d, refused %d")
                                .formatted(counts(totals))));
    }

    private static Object[] counts(Map<String, Long> totals) {
        return totals.values().toArray();
    }

    private static Map<String, Long> totals(String header) {
        Map<String, Long> totals = new LinkedHashMap<>();
        COUNTED.forEach(name -> totals.put(name, 0L));
        for (String each : header.split(", ", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0 && each.substring(equals + 1).matches("[0-9]{1,18}")) {
                totals.replace(each.substring(0, equals), Long.valueOf(each.substring(equals + 1)));
            }
        }
        return totals;
    }

    /** Hands the rows on as they arrive; their number says whether the answer is whole. */
    private static void copy(Reader body, Map<String, Long> totals, Appendable out)
            throws IOException {
        long expected = totals.get("rows") - totals.get("equal");
        long rows = -1; // the heading is no row
        for (int next = body.read(); next >= 0; next = body.read()) {
            out.append((char) next);
            if (next == '\n') {
                rows++;
            }
        }
        if (rows != expected) {
            throw new CommandFault(
                    "応答が途中で切れています（%d 行中 %d 行）。同じファイルをもう一度送ってください。登録は変わりません。"
                            .formatted(expected, Math.max(0, rows)),
                    "The answer is cut short (%d of %d rows); send the same file again, which"
                                    .formatted(Math.max(0, rows), expected)
                            + " changes nothing.");
        }
    }
}

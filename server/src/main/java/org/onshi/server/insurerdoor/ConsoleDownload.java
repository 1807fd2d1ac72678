package org.onshi.server.insurerdoor;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/**
 * A CSV for a person to keep. It is sent as it is read, so that it is whole whatever its length and
 * none of it is held; should it fail in its middle, the connection breaks and the browser says so.
 */
final class ConsoleDownload implements AutoCloseable {
    /** Spreadsheets know UTF-8 by it. */
    static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * What a spreadsheet takes for the beginning of a formula, a Japanese one the full-width signs
     * too (OWASP, CSV Injection).
     */
    private static final String FORMULA_BEGINNINGS = "=+-@\t\r\n＝＋－＠";

    private final CsvWriter csv;

    private ConsoleDownload(CsvWriter csv) {
        this.csv = csv;
    }

    /** Begins it with its header. */
    static ConsoleDownload begin(
            HttpServletResponse response, String fileName, List<String> columns)
            throws IOException {
        announce(response, fileName);
        return begin(new LeftOpen(response.getOutputStream()), columns);
    }

    /** Begins one that leaves when all of it is there; closing it closes the stream. */
    static ConsoleDownload begin(OutputStream out, List<String> columns) throws IOException {
        out.write(BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8));
        CsvWriter csv =
                CsvWriter.builder()
                        .lineDelimiter(LineDelimiter.CRLF)
                        .build(out, StandardCharsets.UTF_8);
        csv.writeRecord(columns);
        return new ConsoleDownload(csv);
    }

    /** Says that a file follows, not a page. */
    static void announce(HttpServletResponse response, String fileName) {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
    }

    /**
     * The rows of page after page. Each page is read, and recorded, once the one before is sent.
     *
     * @param read the page after an id, the first one after none
     * @param next what the next page comes after; empty on the last one
     */
    <P, R> void rows(
            Function<Optional<UUID>, P> read,
            Function<P, Optional<UUID>> next,
            Function<P, List<R>> rows,
            Function<R, List<String>> cells) {
        rows(read, next, rows, (_, row) -> cells.apply(row));
    }

    /**
     * The same, where the cells of a row come from its page too.
     *
     * @param read the page after an id, the first one after none
     * @param next what the next page comes after; empty on the last one
     */
    <P, R> void rows(
            Function<Optional<UUID>, P> read,
            Function<P, Optional<UUID>> next,
            Function<P, List<R>> rows,
            BiFunction<P, R, List<String>> cells) {
        Optional<UUID> after = Optional.empty();
        do {
            P page = read.apply(after);
            rows.apply(page).forEach(it -> row(cells.apply(page, it)));
            after = next.apply(page);
        } while (after.isPresent());
    }

    /** One row; a cell that a spreadsheet would run gets an apostrophe before it. */
    void row(List<String> cells) {
        csv.writeRecord(cells.stream().map(ConsoleDownload::plain).toList());
    }

    private static String plain(String cell) {
        return !cell.isEmpty() && FORMULA_BEGINNINGS.indexOf(cell.charAt(0)) >= 0
                ? "'" + cell
                : cell;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

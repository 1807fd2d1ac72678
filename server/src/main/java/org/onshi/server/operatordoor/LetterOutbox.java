package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.letters.Letters;
import org.onshi.server.letters.PrintBatch;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Letters to persons, for whoever prints and posts them (requirements C-07, J-09). */
@RestController
@Tag(name = "letters", description = "本人への通知の印刷。")
class LetterOutbox {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final String ZIP = "application/zip";
    private static final String BATCHES = "/operator/letter-batches";
    private static final String BATCH = "Onshi-Print-Batch";
    private static final String OPEN_BATCH = "Onshi-Open-Batch";

    /** Most open batches that an answer names; there is a list of all. */
    private static final int OPEN_NAMED_MAX = 20;

    private final Letters letters;

    LetterOutbox(Letters letters) {
        this.letters = letters;
    }

    /** How many reminders were written. */
    record Reminded(int letters) {}

    @Operation(
            summary = "通知の件数 / Letters by kind",
            description = "CSV: kind,waiting,printed,right,wrong。")
    @GetMapping(path = "/operator/letter-counts", produces = CSV_UTF8)
    byte[] counts() {
        StringBuilder csv = new StringBuilder("kind,waiting,printed,right,wrong\n");
        letters.counts()
                .forEach(it ->
                        csv.append(it.kind())
                                .append(',')
                                .append(it.waiting())
                                .append(',')
                                .append(it.printed())
                                .append(',')
                                .append(it.right())
                                .append(',')
                                .append(it.wrong())
                                .append('\n'));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Operation(
            summary = "印刷を待つ通知を受け取る / Take the letters that wait to be printed",
            description =
                    "古い順に 50 通まで、1 通 1 PDF の ZIP。渡した通知は印刷済みになります。204 なら残りはありません。見出し"
                        + " Onshi-Print-Batch"
                        + " が束の番号です。届かなかったファイルは、束の番号でもう一度受け取れます。届いたら受領を送ってください。受領されていない束がほかにあれば、見出し"
                        + " Onshi-Open-Batch（20"
                        + " まで、束の番号;since=渡した時刻;letters=通数;handed-out=渡した回数）と、どうすればよいかを Link の"
                        + " title*（RFC 8187）に示します。新しい束はそれでも渡します。 / The oldest first, 50 at a time,"
                        + " a PDF each in a ZIP; they count as printed. 204 when none is left. The"
                        + " header Onshi-Print-Batch names the batch, by which a file that got lost"
                        + " is had again; acknowledge what arrived. Other batches that nobody has"
                        + " acknowledged are named in Onshi-Open-Batch, 20 at most, with what to do"
                        + " in the title* of Link; the new batch is handed out all the same.")
    @ApiResponse(responseCode = "200", description = "ZIP")
    @ApiResponse(responseCode = "204", description = "なし / none")
    @PostMapping(path = "/operator/letters/print", produces = ZIP)
    ResponseEntity<byte[]> print(Caller caller) {
        Optional<PrintBatch> batch = letters.print(caller.auditName());
        HttpHeaders open =
                open(
                        letters.unacknowledged().stream()
                                .filter(it ->
                                        batch.filter(own -> own.batchId().equals(it.batchId()))
                                                .isEmpty())
                                .toList());
        return batch.map(it -> file(it, open))
                .orElseGet(() -> ResponseEntity.noContent().headers(open).build());
    }

    /** Told beside the file, which is the same whenever it is asked for. */
    private static HttpHeaders open(List<PrintBatch> batches) {
        HttpHeaders headers = new HttpHeaders();
        batches.stream()
                .limit(OPEN_NAMED_MAX)
                .forEach(it ->
                        headers.add(
                                OPEN_BATCH,
                                it.batchId()
                                        + ";since="
                                        + it.printedAt()
                                        + ";letters="
                                        + it.letters()
                                        + ";handed-out="
                                        + it.handedOut()));
        if (!batches.isEmpty()) {
            headers.set(
                    HttpHeaders.LINK,
                    "<"
                            + BATCHES
                            + ">; rel=\"related\"; title*=UTF-8''"
                            + URLEncoder.encode(told(batches), StandardCharsets.UTF_8)
                                    .replace("+", "%20"));
        }
        return headers;
    }

    private static String told(List<PrintBatch> batches) {
        return "受領されていない束が "
                + batches.size()
                + " つあります（最も古いものは "
                + batches.getFirst().printedAt()
                + " から）。ファイルがなければ POST "
                + BATCHES
                + "/束の番号/file で受け取り直し、あれば POST "
                + BATCHES
                + "/束の番号/acknowledgement で受領してください。 / "
                + "Batches not acknowledged: "
                + batches.size()
                + ", the oldest since "
                + batches.getFirst().printedAt()
                + ". Take a lost file again with POST "
                + BATCHES
                + "/BATCH/file; acknowledge one that arrived with POST "
                + BATCHES
                + "/BATCH/acknowledgement.";
    }

    @Operation(
            summary = "受領されていない束 / Batches that nobody has acknowledged",
            description =
                    "CSV: batch_id,printed_at,letters,handed_out。古い順。handed_out は渡した回数。 / The"
                            + " oldest first; handed_out says how often.")
    @GetMapping(path = BATCHES, produces = CSV_UTF8)
    byte[] unacknowledged() {
        StringBuilder csv = new StringBuilder("batch_id,printed_at,letters,handed_out\n");
        letters.unacknowledged()
                .forEach(it ->
                        csv.append(it.batchId())
                                .append(',')
                                .append(it.printedAt())
                                .append(',')
                                .append(it.letters())
                                .append(',')
                                .append(it.handedOut())
                                .append('\n'));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Operation(
            summary = "束をもう一度受け取る / Take a batch again",
            description =
                    "同じ通知、同じ PDF の ZIP。もう一度渡したことは、通知ごとに監査ログに残ります。二度投函しないよう、先のファイルがないことを確かめてください。 /"
                        + " The same letters, the same PDFs. That they were handed out again is"
                        + " recorded, letter by letter; make sure that the first file is lost, so"
                        + " that nothing is posted twice.")
    @PostMapping(path = BATCHES + "/{id}/file", produces = ZIP)
    ResponseEntity<byte[]> again(Caller caller, @PathVariable UUID id) {
        return file(letters.again(id, caller.auditName()), new HttpHeaders());
    }

    private ResponseEntity<byte[]> file(PrintBatch batch, HttpHeaders more) {
        return ResponseEntity.ok()
                .headers(more)
                .header(BATCH, batch.batchId().toString())
                .body(letters.file(batch));
    }

    @Operation(
            summary = "束を受領する / Acknowledge a batch",
            description =
                    "ファイルを失わない所に置いてから。何度送っても同じです。 / Once its file is kept safe; again changes"
                            + " nothing.")
    @ApiResponse(responseCode = "204", description = "受領 / acknowledged")
    @PostMapping(path = BATCHES + "/{id}/acknowledgement")
    ResponseEntity<Void> acknowledge(Caller caller, @PathVariable UUID id) {
        letters.acknowledge(id, caller.auditName());
        return ResponseEntity.noContent().build();
    }

    @Operation(
            summary = "回答のない方に再度の通知を出す / Remind whoever has not answered for thirty days",
            description = "一度だけ。 / Once each.")
    @PostMapping(path = "/operator/letters/reminders", produces = MediaType.APPLICATION_JSON_VALUE)
    Reminded remind(Caller caller) {
        return new Reminded(letters.remind(caller.auditName()));
    }
}

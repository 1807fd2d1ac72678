package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import org.onshi.server.callers.Caller;
import org.onshi.server.letters.Letters;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Letters to persons, for whoever prints and posts them (requirements C-07, J-09). */
@RestController
@Tag(name = "letters", description = "本人への通知の印刷。")
class LetterOutbox {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final String ZIP = "application/zip";

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
                    "古い順に 50 通まで、1 通 1 PDF の ZIP。渡した通知は印刷済みになります。204 なら残りはありません。 / The oldest"
                        + " first, 50 at a time, a PDF each in a ZIP; they count as printed. 204"
                        + " when none is left.")
    @ApiResponse(responseCode = "200", description = "ZIP")
    @ApiResponse(responseCode = "204", description = "なし / none")
    @PostMapping(path = "/operator/letters/print", produces = ZIP)
    ResponseEntity<byte[]> print(Caller caller) {
        return letters.print(caller.auditName())
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @Operation(
            summary = "回答のない方に再度の通知を出す / Remind whoever has not answered for thirty days",
            description = "一度だけ。 / Once each.")
    @PostMapping(path = "/operator/letters/reminders", produces = MediaType.APPLICATION_JSON_VALUE)
    Reminded remind(Caller caller) {
        return new Reminded(letters.remind(caller.auditName()));
    }
}

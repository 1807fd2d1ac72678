package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.onshi.server.registry.HeardInsurer;
import org.onshi.server.registry.Insurers;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whose registrations may be stale because nothing comes from it any more (facts §7). */
@RestController
@Tag(name = "duties", description = "登録の義務の集計。")
class SilenceFigures {
    private final Insurers insurers;
    private final InstantSource clock;

    SilenceFigures(Insurers insurers, InstantSource clock) {
        this.insurers = insurers;
        this.clock = clock;
    }

    @Operation(
            summary = "登録が途絶えている保険者 / Insurers that have gone silent",
            description =
                    "最後の登録ファイルから days 日以上たった保険者。一度も送っていない保険者は last_file_at が空です。行のないファイルも送信に数えます。"
                            + " CSV: insurer_number,last_file_at,silent_days。 / Insurers whose last"
                            + " registration file came days or more ago, or never; a file without"
                            + " rows counts.")
    @GetMapping(path = "/operator/silent-insurers", produces = "text/csv;charset=UTF-8")
    byte[] silent(@RequestParam long days) {
        Instant now = clock.instant();
        return ("insurer_number,last_file_at,silent_days\n"
                        + insurers.heard().stream()
                                .filter(it -> it.silentDays(now).orElse(Long.MAX_VALUE) >= days)
                                .map(it -> line(it, now))
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(HeardInsurer heard, Instant now) {
        String silent =
                heard.silentDays(now).stream()
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining());
        return String.join(
                ",",
                heard.insurer().digits(),
                heard.lastFileAt().map(Instant::toString).orElse(""),
                silent + "\n");
    }
}

package org.onshi.server.operatordoor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.callers.Caller;
import org.onshi.server.corrections.FullMatch;
import org.onshi.server.corrections.FullMatches;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Matches of all registered data with the resident register (requirements B-12); nobody is named.
 */
@RestController
@Tag(name = "full matches", description = "全登録データの突合。")
class FullMatchDesk {
    private static final String PATH = "/operator/full-matches";
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final int MATCHES_MAX = 100;

    private final FullMatches matches;

    FullMatchDesk(FullMatches matches) {
        this.matches = matches;
    }

    /** What was begun. */
    record Started(@JsonProperty("full_match_id") UUID fullMatchId) {}

    @Operation(
            summary = "全登録データの突合を始める / Begin a match of all registered data",
            description =
                    "同時にひとつだけ。サーバーが最後まで進め、止まっても続きから進みます。 / One at a time. The server goes"
                            + " through it by itself, and goes on where it stopped.")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Started start(Caller caller) {
        return new Started(matches.start(caller.auditName()));
    }

    @Operation(
            summary = "突合の進み具合と件数 / How far the matches are, and their counts",
            description =
                    "CSV、新しい順に 100 件まで。matched、suspects、unknown の和が compared。set_aside"
                        + " は比べられずに後回しにした件数（自動でもう一度確かめます）、undecided は保険者の判断を待つ件数、cleared"
                        + " は保険者が確かめ済みでその後どちらの側も変わらず、改めて出さなかった件数（suspects か unknown にも数える）。state は"
                        + " COMPARING、WAITING（住民登録側の応答待ち）、COMPARED、DECIDED。 / The latest first, at"
                        + " most 100. set_aside: could not be compared and are asked about again by"
                        + " themselves. cleared: of suspects and unknown, those that their insurer"
                        + " had cleared, unchanged since and not raised again. WAITING: the"
                        + " register is silent.")
    @GetMapping(path = PATH, produces = CSV_UTF8)
    byte[] counts() {
        return ("full_match_id,state,compared,matched,suspects,unknown,set_aside,undecided,"
                        + "cleared,started_at,waiting_since,finished_at\n"
                        + matches.latest(MATCHES_MAX).stream()
                                .map(FullMatchDesk::line)
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(FullMatch match) {
        return String.join(
                        ",",
                        match.fullMatchId().toString(),
                        match.state().name(),
                        Long.toString(match.compared()),
                        Long.toString(match.matched()),
                        Long.toString(match.suspects()),
                        Long.toString(match.unknown()),
                        Long.toString(match.setAside()),
                        Long.toString(match.undecided()),
                        Long.toString(match.cleared()),
                        match.startedAt().toString(),
                        text(match.waitingSince()),
                        text(match.finishedAt()))
                + "\n";
    }

    private static String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse("");
    }
}

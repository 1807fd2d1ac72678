package org.onshi.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code onshi check}: one eligibility check as a facility, the answer as JSON. */
@Command(
        name = "check",
        description = "資格を1件確認し、答えを JSON で表示する / one eligibility check, the answer as JSON",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / examples:%n",
        footer = {
            "  ./onshi check --insurer 01130012 --symbol 21700123 --number 100001 --birth"
                    + " 1985-04-12",
            "  echo '{\"insurer\":\"01130012\",\"symbol\":\"21700123\",\"number\":\"100001\","
                    + "\"birth\":\"1985-04-12\"}' | ./onshi check --input -",
            "終了コードは判定によらず 0 / exit 0 whatever the verdict"
        })
final class CheckCommand implements Callable<Integer> {
    private static final List<String> INPUT_NAMES =
            List.of("insurer", "symbol", "number", "branch", "birth", "on", "known_at", "facility");

    @Option(names = "--insurer", paramLabel = "N", description = "保険者番号 / insurer number")
    private String insurer;

    @Option(names = "--symbol", paramLabel = "S", description = "被保険者証等記号 / symbol")
    private String symbol;

    @Option(names = "--number", paramLabel = "N", description = "被保険者証等番号 / number")
    private String number;

    @Option(names = "--branch", paramLabel = "NN", description = "枝番 / branch number")
    private String branch;

    @Option(names = "--birth", paramLabel = "DATE", description = "生年月日 / birth date (YYYY-MM-DD)")
    private String birth;

    @Option(
            names = "--on",
            paramLabel = "DATE",
            description = "確認する日（既定は今日） / day asked for (default today)")
    private String on;

    @Option(
            names = "--known-at",
            paramLabel = "T",
            description = "その時点で知られていた内容で / as known at that time (2024-12-02T09:00)")
    private String knownAt;

    @Option(
            names = "--facility",
            paramLabel = "CODE",
            description = "医療機関コード（既定はデモの先頭） / facility code")
    private String facility;

    @Option(
            names = "--input",
            paramLabel = "-",
            description =
                    "個人の値を JSON で読む（- は標準入力） / personal values as JSON, - for standard input:"
                            + " insurer, symbol, number, branch, birth, on, known_at, facility")
    private String input;

    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (input != null) {
            readInput();
        }
        CommandLine command = spec.commandLine();
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("insurer_number", needed(insurer, "--insurer"));
        question.put("symbol", symbol == null ? "" : symbol);
        question.put("number", needed(number, "--number"));
        question.put("branch", branch == null ? "" : branch);
        question.put(
                "birth_date",
                JapaneseTime.date(needed(birth, "--birth"), command, "--birth").toString());
        if (on != null) {
            question.put("on", JapaneseTime.date(on, command, "--on").toString());
        }
        if (knownAt != null) {
            question.put("known_at", JapaneseTime.parse(knownAt, command, "--known-at").toString());
        }
        DemoDescription demo = data.demo();
        String code = facility == null ? demo.facilities().getFirst() : facility;
        try (DoorClient door = Doors.facility(demo, data.folder(), code)) {
            JsonNode answer =
                    door.json(
                            door.postText(
                                    "/facility/checks",
                                    "application/json",
                                    DoorClient.JSON.writeValueAsString(question)));
            command.getOut()
                    .println(
                            DoorClient.JSON
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(answer));
            return 0;
        }
    }

    private String needed(String value, String option) {
        if (value == null || value.isBlank()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " が必要です / " + option + " is needed");
        }
        return value;
    }

    private void readInput() {
        InputValues values = InputValues.read(input, spec.commandLine(), INPUT_NAMES);
        insurer = values.or("insurer", insurer);
        symbol = values.or("symbol", symbol);
        number = values.or("number", number);
        branch = values.or("branch", branch);
        birth = values.or("birth", birth);
        on = values.or("on", on);
        knownAt = values.or("known_at", knownAt);
        facility = values.or("facility", facility);
    }
}

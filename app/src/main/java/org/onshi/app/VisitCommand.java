package org.onshi.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onshi visit}: one card visit through the terminal, the outcome as JSON. */
@Command(
        name = "visit",
        description =
                "カードでの受付を1件、端末の画面と同じ API で行い、結果を JSON で表示する / plays one card visit through the API"
                        + " of the terminal's screens, the outcome as JSON",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / examples:%n",
        footer = {
            "  ./onshi visit --card CARD --mode face --consent all",
            "  ./onshi visit --card CARD --mode pin --pin 1234 --consent medication,checkup",
            "  ./onshi visit --card CARD --mode visual --clerk sato --consent none",
            "  echo '{\"card\":\"CARD\",\"mode\":\"pin\",\"pin\":\"1234\"}' | ./onshi visit --input"
                    + " -",
            "カードは town.csv の card_id 列、または ./onshi sandbox card issue / cards: column card_id of"
                    + " town.csv",
            "終了コード 0 受付できた、1 断られた、2 使い方が違う / exit 0 done, 1 refused, 2 wrong usage"
        })
final class VisitCommand implements Callable<Integer> {
    private static final List<String> INPUT_NAMES =
            List.of("card", "mode", "pin", "consent", "facility", "clerk", "companion");
    private static final List<String> COMPANIONS = List.of("FAMILY", "HELPER", "OTHER");
    private static final Pattern CARD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern CLERK = Pattern.compile("[A-Za-z0-9._-]{1,20}");
    private static final Pattern PIN = Pattern.compile("[0-9]{4}");

    @Option(names = "--card", paramLabel = "ID", description = "置くカード / the card to place")
    private String card;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "face 顔認証、pin 暗証番号、visual 目視 / face, pin or visual")
    private String mode;

    @Option(names = "--pin", paramLabel = "N", description = "暗証番号4桁 / PIN of four digits")
    private String pin;

    @Option(
            names = "--consent",
            paramLabel = "all|none|LIST",
            description =
                    "同意: all、none、または medication,treatment,checkup,surgery など（既定 none）"
                            + " / "
                            + "consent: all, none, or kinds separated by commas (default none)")
    private String consent;

    @Option(
            names = "--facility",
            paramLabel = "CODE",
            description = "端末のある医療機関（既定は最初の端末） / facility of the terminal (default the first)")
    private String facility;

    @Option(
            names = "--clerk",
            paramLabel = "ID",
            description = "目視した職員（既定 onshi-visit） / clerk of a visual check")
    private String clerk;

    @Option(
            names = "--companion",
            paramLabel = "WHO",
            description = "付き添い: family, helper, other / who comes along")
    private String companion;

    @Option(
            names = "--input",
            paramLabel = "-",
            description =
                    "値を JSON で読む（- は標準入力） / values as JSON, - for standard input:"
                            + " / "
                            + "card, mode, pin, consent, facility, clerk, companion")
    private String input;

    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (input != null) {
            readInput();
        }
        VisitWish wish = wish();
        try (CardVisit visit = new CardVisit(terminal())) {
            CardVisit.Ended ended = visit.play(wish);
            spec.commandLine()
                    .getOut()
                    .println(
                            DoorClient.JSON
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(ended.report()));
            return ended.accepted() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private VisitWish wish() {
        VisitWish.Mode how = mode();
        Optional<String> number = Optional.ofNullable(pin);
        if (how == VisitWish.Mode.PIN) {
            needed(pin, PIN, "--pin");
        } else if (number.isPresent()) {
            throw wrong("--pin: --mode pin だけで使えます / for --mode pin only");
        }
        String given = consent == null ? "none" : consent;
        Optional<String> who =
                Optional.ofNullable(companion).map(text -> text.toUpperCase(Locale.ROOT));
        if (who.isPresent() && !COMPANIONS.contains(who.get())) {
            throw wrong("--companion: family, helper, other");
        }
        return new VisitWish(
                needed(card, CARD, "--card"),
                how,
                number,
                VisitWish.Consent.of(given)
                        .orElseThrow(() ->
                                wrong(
                                        "--consent: all, none, "
                                            + "limit,special_diseases,checkup,medication,treatment,"
                                            + "surgery,diagnosis_name,infection,allergy,"
                                            + "contraindication,test,prescription")),
                needed(clerk == null ? "onshi-visit" : clerk, CLERK, "--clerk"),
                who);
    }

    private VisitWish.Mode mode() {
        return switch (mode == null ? "" : mode.toLowerCase(Locale.ROOT)) {
            case "face" -> VisitWish.Mode.FACE;
            case "pin" -> VisitWish.Mode.PIN;
            case "visual" -> VisitWish.Mode.VISUAL;
            default -> throw wrong("--mode: face, pin, visual");
        };
    }

    /** The value stays out of the message: it may be a PIN. */
    private String needed(String value, Pattern form, String option) {
        if (value == null || !form.matcher(value).matches()) {
            throw wrong(option + " が必要です（形式 " + form + "） / " + option + " is needed, as " + form);
        }
        return value;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private DemoDescription.Terminal terminal() {
        List<DemoDescription.Terminal> terminals = data.demo().terminals();
        return terminals.stream()
                .filter(one -> facility == null || one.facility().equals(facility))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFault(
                                "その医療機関に端末がありません。端末のある医療機関: "
                                        + codes(terminals)
                                        + "。2台目は ./onshi demo --terminals 2 で起動します。",
                                "No terminal at that facility; there is one at "
                                        + codes(terminals)
                                        + ". ./onshi demo --terminals 2 starts a second one."));
    }

    private static String codes(List<DemoDescription.Terminal> terminals) {
        return String.join(
                ", ", terminals.stream().map(DemoDescription.Terminal::facility).toList());
    }

    private void readInput() {
        InputValues values = InputValues.read(input, spec.commandLine(), INPUT_NAMES);
        card = values.or("card", card);
        mode = values.or("mode", mode);
        pin = values.or("pin", pin);
        consent = values.or("consent", consent);
        facility = values.or("facility", facility);
        clerk = values.or("clerk", clerk);
        companion = values.or("companion", companion);
    }
}

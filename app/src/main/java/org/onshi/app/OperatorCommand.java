package org.onshi.app;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code onshi operator}: the operating body's work through its door. */
@Command(
        name = "operator",
        description = "運営者の操作 / the operating body's work",
        mixinStandardHelpOptions = true,
        subcommands = {
            OperatorCommand.Load.class,
            OperatorCommand.Views.class,
            OperatorCommand.UnwritableCharacters.class,
            OperatorCommand.PrintLetters.class,
            OperatorCommand.Deadlines.class,
            OperatorCommand.Silent.class,
            OperatorCommand.Plans.class,
            OperatorCommand.Unregistered.class,
            OperatorCommand.Inspections.class,
            OperatorCommand.Duplicates.class,
            OperatorCommand.Match.class
        },
        footerHeading = "%n例 / example:%n",
        footer = {"  ./onshi operator load insurers insurers.csv"})
final class OperatorCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(),
                "operator load"
                    + " insurers|facilities|accounts|claims|checkups|medicines|card-registrations"
                    + " FILE | operator views | operator unwritable-characters | operator"
                    + " print-letters | operator deadlines | operator silent | operator plans |"
                    + " operator unregistered | operator inspections | operator duplicates |"
                    + " operator match");
    }

    /** Which master data. */
    enum Kind {
        insurers("text/csv"),
        facilities("text/csv"),
        accounts("text/csv"),
        claims("application/octet-stream"),
        checkups("text/csv"),
        medicines("text/csv"),
        card_registrations("text/csv");

        private final String mediaType;

        Kind(String mediaType) {
            this.mediaType = mediaType;
        }

        /** As the command line and the door write it. */
        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    /** {@code onshi operator load}. */
    @Command(
            name = "load",
            description =
                    "マスタ、レセプト、特定健診、カードの利用登録を取り込む / loads master data, claims, checkups and card"
                            + " registrations",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi operator load insurers insurers.csv",
                "  列 / columns: insurer_number,name,kind,prefecture,address,telephone",
                "  ./onshi operator load facilities facilities.csv",
                "  列 / columns:"
                    + " facility_code,name,kind,prefecture,city,address,claim_medium,smartphone",
                "  ./onshi operator load accounts accounts.csv",
                "  列 / columns: subject,name,organisation,role[,person]",
                "  ./onshi operator load claims RECEIPTC.UKE",
                "  ./onshi operator load checkups checkups.csv",
                "  列 / columns:"
                        + " insurer_number,symbol,number,branch,birth_date,date,code,value,unit",
                "  ./onshi operator load medicines medicines.csv",
                "  列 / columns: code,name,unit,generic",
                "  ./onshi operator load card-registrations cards.csv",
                "  列 / columns: issuer_key_id,serial"
            })
    static final class Load implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
        private Kind kind;

        @Parameters(
                index = "1",
                paramLabel = "FILE",
                description = "CSV（UTF-8）、claims は UKE / CSV, for claims UKE")
        private Path file;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient operator = Doors.operator(demo, data.folder())) {
                spec.commandLine()
                        .getOut()
                        .print(
                                operator.postFile(
                                        "/operator/" + kind, kind.mediaType, Input.readable(file)));
                spec.commandLine().getOut().flush();
                return 0;
            }
        }
    }

    /** {@code onshi operator views}. */
    @Command(
            name = "views",
            description = "医療情報の閲覧件数（種類と施設種別ごと、CSV） / views of medical information, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator views --from 2025-02-01 --to 2025-03-01"})
    static final class Views implements Callable<Integer> {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "DATE",
                description = "最初の日 / first day")
        private String from;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "DATE",
                description = "最後の日の翌日 / first day after")
        private String to;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            String query =
                    "?from="
                            + JapaneseTime.date(from, spec.commandLine(), "--from")
                            + "&to="
                            + JapaneseTime.date(to, spec.commandLine(), "--to");
            return print(data, spec, "/operator/view-counts" + query);
        }
    }

    /** {@code onshi operator unwritable-characters}. */
    @Command(
            name = "unwritable-characters",
            description = "●で表示される文字、多い順（CSV） / characters that are shown as ●, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator unwritable-characters"})
    static final class UnwritableCharacters implements Callable<Integer> {
        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            return print(data, spec, "/operator/unwritable-characters");
        }
    }

    /** {@code onshi operator print-letters}. */
    @Command(
            name = "print-letters",
            description =
                    "印刷を待つ本人への通知を、束ごとの ZIP に受け取る"
                            + " / "
                            + "takes the letters to persons that wait to be printed, a ZIP a batch",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi operator print-letters --into letters",
                "  ./onshi operator print-letters --into letters --again BATCH",
                "受け取りが途中で切れても失われません。次に受け取る前に、届いたかわからない束を示します。 / Nothing is lost when it"
                        + " breaks off: before more is taken, it says which batches may not have"
                        + " arrived."
            })
    static final class PrintLetters implements Callable<Integer> {
        @Option(
                names = "--into",
                required = true,
                paramLabel = "FOLDER",
                description = "letters-束の番号.zip を置くフォルダー / folder for letters-BATCH.zip")
        private Path folder;

        @ArgGroup(exclusive = true)
        private OneBatch one;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        /** Either of the two. */
        static final class OneBatch {
            @Option(
                    names = "--again",
                    paramLabel = "BATCH",
                    required = true,
                    description = "届かなかった束を受け取り直す（監査ログに残る） / take a batch that got lost; recorded")
            private UUID again;

            @Option(
                    names = "--arrived",
                    paramLabel = "BATCH",
                    required = true,
                    description = "ファイルのある束を受領する / acknowledge a batch whose file is there")
            private UUID arrived;
        }

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.operator(demo, data.folder())) {
                LetterBatches batches =
                        new LetterBatches(door, folder, spec.commandLine().getOut());
                if (one == null) {
                    batches.print();
                } else if (one.again != null) {
                    batches.again(one.again);
                } else {
                    batches.arrived(one.arrived);
                }
                return 0;
            }
        }
    }

    /** {@code onshi operator deadlines}. */
    @Command(
            name = "deadlines",
            description =
                    "保険者が登録の期限をどれだけ守ったか（CSV） / how insurers keep the deadlines of registration,"
                            + " as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator deadlines --month 2024-12"})
    static final class Deadlines implements Callable<Integer> {
        @Option(
                names = "--month",
                required = true,
                paramLabel = "YYYY-MM",
                description = "登録した月 / month of registration")
        private YearMonth month;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            return print(data, spec, "/operator/registration-deadlines?month=" + month);
        }
    }

    /** {@code onshi operator silent}. */
    @Command(
            name = "silent",
            description =
                    "登録ファイルが途絶えている保険者、長い順（CSV） / insurers from which no registration file has"
                            + " come for long, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator silent --days 7"})
    static final class Silent implements Callable<Integer> {
        @Option(
                names = "--days",
                defaultValue = "3",
                paramLabel = "N",
                description = "この日数以上（既定 3） / for so many days or more, 3 by default")
        private long days;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            return print(data, spec, "/operator/silent-insurers?days=" + days);
        }
    }

    /** {@code onshi operator plans}. */
    @Command(
            name = "plans",
            description = "改善計画の一覧（CSV）、または求める / improvement plans as CSV, or asks for them",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {"  ./onshi operator plans", "  ./onshi operator plans --request 2024-12"})
    static final class Plans implements Callable<Integer> {
        private static final String PATH = "/operator/improvement-plans";

        @Option(
                names = "--request",
                paramLabel = "YYYY-MM",
                description = "この月に期限を守れなかった保険者に求める / of insurers late too often in the month")
        private YearMonth month;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            if (month != null) {
                try (DoorClient operator = Doors.operator(data.demo(), data.folder())) {
                    operator.postText(PATH + "?month=" + month, "application/json", "");
                }
            }
            return print(data, spec, PATH);
        }
    }

    /** {@code onshi operator unregistered}. */
    @Command(
            name = "unregistered",
            description =
                    "未登録の方の件数（保険者と要因ごと、CSV） / unregistered persons by insurer and cause, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator unregistered"})
    static final class Unregistered implements Callable<Integer> {
        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            return print(data, spec, "/operator/unregistered");
        }
    }

    /** {@code onshi operator inspections}. */
    @Command(
            name = "inspections",
            description =
                    "総点検の集計、または保険者ごとの状況（CSV） / inspections of all insurers and their totals, or"
                            + " the insurers of one, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi operator inspections",
                "  ./onshi operator inspections --insurers INSPECTION_ID"
            })
    static final class Inspections implements Callable<Integer> {
        private static final String PATH = "/operator/inspections";

        @Option(
                names = "--insurers",
                paramLabel = "INSPECTION_ID",
                description = "この総点検の保険者 / the insurers of this one")
        private UUID inspection;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            return print(
                    data, spec, inspection == null ? PATH : PATH + "/" + inspection + "/insurers");
        }
    }

    /** {@code onshi operator duplicates}. */
    @Command(
            name = "duplicates",
            description =
                    "重複調査を最後まで進め、保険者ごとの件数を CSV で表示する（止めても続きから進む） / goes through all persons for"
                        + " duplicates and prints the figures by insurer as CSV; stopped, it goes"
                        + " on where it was",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator duplicates"})
    static final class Duplicates implements Callable<Integer> {
        private static final String PATH = "/operator/duplicate-surveys";

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            try (DoorClient operator = Doors.operator(data.demo(), data.folder())) {
                String survey = PATH + "/" + posted(operator, PATH).path("survey_id").asString("");
                boolean finished;
                do {
                    finished = posted(operator, survey + "/steps").path("finished").asBoolean(true);
                } while (!finished);
                spec.commandLine().getOut().print(operator.get(survey));
                spec.commandLine().getOut().flush();
                return 0;
            }
        }

        private static JsonNode posted(DoorClient operator, String path) {
            return operator.json(operator.postText(path, "application/json", ""));
        }
    }

    /** {@code onshi operator match}. */
    @Command(
            name = "match",
            description =
                    "全登録データの突合の進み具合と件数を CSV で表示する、または始める（サーバーが最後まで進める） / prints how far matches of"
                        + " all registered data are, with their counts, as CSV, or begins one; the"
                        + " server goes through it by itself",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {"  ./onshi operator match --start", "  ./onshi operator match"})
    static final class Match implements Callable<Integer> {
        private static final String PATH = "/operator/full-matches";

        @Option(names = "--start", description = "始める（同時にひとつだけ） / begin one; one at a time")
        private boolean start;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            if (start) {
                try (DoorClient operator = Doors.operator(data.demo(), data.folder())) {
                    operator.postText(PATH, "application/json", "");
                }
            }
            return print(data, spec, PATH);
        }
    }

    private static int print(DataOption data, CommandSpec spec, String path) {
        DemoDescription demo = data.demo();
        try (DoorClient operator = Doors.operator(demo, data.folder())) {
            spec.commandLine().getOut().print(operator.get(path));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}

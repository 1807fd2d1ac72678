package org.onshi.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onshi operator}: the operating body's work through its door. */
@Command(
        name = "operator",
        description = "運営者の操作 / the operating body's work",
        mixinStandardHelpOptions = true,
        subcommands = {
            OperatorCommand.Load.class,
            OperatorCommand.Views.class,
            OperatorCommand.Letters.class
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
                    + " FILE | operator views | operator letters");
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
                "  列 / columns: subject,name,organisation,role",
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

    /** {@code onshi operator letters}. */
    @Command(
            name = "letters",
            description = "●で表示される文字、多い順（CSV） / letters that are shown as ●, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi operator letters"})
    static final class Letters implements Callable<Integer> {
        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            return print(data, spec, "/operator/unwritable-letters");
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

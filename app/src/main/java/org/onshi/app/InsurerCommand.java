package org.onshi.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onshi insurer}: an insurer's work through its door. */
@Command(
        name = "insurer",
        description = "保険者の操作 / an insurer's work",
        mixinStandardHelpOptions = true,
        subcommands = InsurerCommand.Register.class,
        footerHeading = "%n例 / example:%n",
        footer = {"  ./onshi insurer register registration.csv"})
final class InsurerCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "insurer register FILE");
    }

    /** {@code onshi insurer register}. */
    @Command(
            name = "register",
            description = {
                "加入者の登録ファイルを送り、処理を待ち、結果の行を CSV で表示する",
                "sends a registration file, waits, prints the result rows as CSV"
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi insurer register registration.csv > result.csv"})
    static final class Register implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "登録ファイル（CSV、UTF-8） / registration file")
        private Path file;

        @Option(
                names = "--insurer-cert",
                paramLabel = "P12",
                description = "送り手の鍵（既定は、ファイルの保険者のデモの鍵） / the sender's key")
        private Path certificate;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            Path key = certificate == null ? keyOfFile() : Input.readable(certificate);
            PrintWriter err = spec.commandLine().getErr();
            try (DoorClient insurer = Doors.insurer(demo, data.folder(), key)) {
                Registration registration = new Registration(insurer, Input.readable(file));
                Registration.Outcome outcome =
                        registration.send((done, total) ->
                                err.println(
                                        Bilingual.say("処理中", "processing")
                                                + " "
                                                + done
                                                + "/"
                                                + total));
                spec.commandLine().getOut().print(registration.resultRows(outcome.total()));
                spec.commandLine().getOut().flush();
                err.println(
                        Bilingual.say(
                                "受付 %d、保留 %d、却下 %d"
                                        .formatted(
                                                outcome.accepted(),
                                                outcome.pending(),
                                                outcome.rejected()),
                                "accepted %d, pending %d, rejected %d"
                                        .formatted(
                                                outcome.accepted(),
                                                outcome.pending(),
                                                outcome.rejected())));
                outcome.failure().ifPresent(err::println);
                return outcome.failure().isEmpty() ? 0 : 1;
            }
        }

        private Path keyOfFile() {
            String number = Registration.firstInsurerNumber(Input.readable(file));
            Path key = Doors.insurerKey(data.folder(), number);
            if (!number.matches("[0-9]{1,8}") || !Files.exists(key)) {
                throw new CommandFault(
                        "ファイルの最初の行の保険者の鍵が keys/ にありません。--insurer-cert で指定してください。",
                        "No key in keys/ for the insurer of the file's first row; name one with"
                                + " --insurer-cert.");
            }
            return key;
        }
    }
}

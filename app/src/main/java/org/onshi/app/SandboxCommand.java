package org.onshi.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onshi sandbox}: what stands outside, simulated; alone, or a running one spoken to. */
@Command(
        name = "sandbox",
        description = "外部システムの模擬を起動する、または操作する / runs, or speaks to, the simulated outside",
        mixinStandardHelpOptions = true,
        subcommands = {
            SandboxCommand.Person.class,
            SandboxCommand.Clock.class,
            SandboxCommand.Register.class,
            SandboxCardCommand.class
        },
        footerHeading = "%n例 / examples:%n",
        footer = {
            "  ./onshi sandbox --config sandbox.properties",
            "  ./onshi sandbox person add residents.csv",
            "  ./onshi sandbox clock --to 2025-12-02T09:00"
        })
final class SandboxCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "設定ファイル（properties） / configuration file")
    private Path config;

    @Override
    public Integer call() {
        return MainClass.run(MainClass.SANDBOX, config);
    }

    /** {@code onshi sandbox person}: the simulated resident register. */
    @Command(
            name = "person",
            description = "模擬の住民基本台帳 / the simulated resident register",
            mixinStandardHelpOptions = true,
            subcommands = Person.Add.class,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi sandbox person add residents.csv"})
    static final class Person implements Runnable {
        @Spec private CommandSpec spec;

        @Override
        public void run() {
            throw new picocli.CommandLine.ParameterException(spec.commandLine(), "person add FILE");
        }

        /** {@code onshi sandbox person add FILE}. */
        @Command(
                name = "add",
                description =
                        "住民を追加し、person キーを CSV で表示する / adds residents, prints a person key a row",
                mixinStandardHelpOptions = true,
                footerHeading = "%n例 / example:%n",
                footer = {
                    "  ./onshi sandbox person add residents.csv",
                    "  列 / columns:"
                        + " individual_number,name,name_kana,birth_date,sex,postal_code,address",
                    "  任意 / optional: person, alias, alias_kana (通称), since (転居・改名の日 / day of the"
                            + " move)"
                })
        static final class Add implements Callable<Integer> {
            @Parameters(
                    paramLabel = "FILE",
                    description = "CSV（UTF-8）。- は標準入力 / CSV, - for standard input")
            private String file;

            @Mixin private DataOption data;
            @Spec private CommandSpec spec;

            @Override
            public Integer call() {
                try (DoorClient sandbox = DoorClient.plain(data.demo().url("sandbox"))) {
                    String body = Input.text(file);
                    spec.commandLine()
                            .getOut()
                            .print(sandbox.postText("/residents", "text/csv", body));
                    spec.commandLine().getOut().flush();
                    return 0;
                }
            }
        }
    }

    /** {@code onshi sandbox register}: shows or sets how the resident register behaves. */
    @Command(
            name = "register",
            description =
                    "模擬の住民基本台帳の応答のしかたを表示する、または変える / shows or sets how the simulated"
                            + " resident register behaves",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi sandbox register --behaviour DOWN",
                "  次の起動まで続く / until its next start:",
                "  NORMAL, SLOW (1.5 s), LATE (8 s), DOWN"
            })
    static final class Register implements Callable<Integer> {
        @Option(
                names = "--behaviour",
                paramLabel = "WORD",
                description = "NORMAL, SLOW, LATE, DOWN")
        private String behaviour;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            try (DoorClient sandbox = DoorClient.plain(data.demo().url("sandbox"))) {
                String answer =
                        behaviour == null
                                ? sandbox.get("/jlis/behaviour")
                                : sandbox.putText(
                                        "/jlis/behaviour",
                                        "application/json",
                                        DoorClient.JSON.writeValueAsString(
                                                Map.of(
                                                        "register",
                                                        behaviour.toUpperCase(Locale.ROOT))));
                spec.commandLine().getOut().println(answer.strip());
                return 0;
            }
        }
    }

    /** {@code onshi sandbox clock}: shows or moves the demo's clock. */
    @Command(
            name = "clock",
            description = "デモの時計を表示する、または進める / shows the demo's clock or moves it forward",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi sandbox clock --to 2025-12-02T09:00"})
    static final class Clock implements Callable<Integer> {
        @Option(
                names = "--to",
                paramLabel = "T",
                description = "日本時間の日時。戻すことはできません / Japanese time; never back")
        private String to;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            Optional<String> instant =
                    Optional.ofNullable(to)
                            .map(text ->
                                    JapaneseTime.parse(text, spec.commandLine(), "--to")
                                            .toString());
            try (DoorClient sandbox = DoorClient.plain(data.demo().url("sandbox"))) {
                String answer =
                        instant.isEmpty()
                                ? sandbox.get("/clock")
                                : sandbox.postText(
                                        "/clock",
                                        "application/json",
                                        DoorClient.JSON.writeValueAsString(
                                                Map.of("to", instant.get())));
                spec.commandLine().getOut().println(answer.strip());
                return 0;
            }
        }
    }
}

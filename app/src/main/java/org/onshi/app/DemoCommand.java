package org.onshi.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onshi demo}: everything on this machine. */
@Command(
        name = "demo",
        description =
                "すべてをこのマシンで動かす（データベース、中央システム、模擬の外部、町、端末）。Ctrl-C で止める / runs everything on this"
                    + " machine: database, central system, simulated outside, a town, one terminal"
                    + " or two; Ctrl-C stops it",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / examples:%n",
        footer = {
            "  ./onshi demo",
            "  ./onshi demo --data /tmp/demo --port-base 9400 --clock 2024-12-02T09:00 --people 300"
                    + " --seed 7",
            "  ./onshi demo --terminals 2"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int PORTS = 20;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "フォルダ（既定 data/demo） / folder (default data/demo)")
    private Path data;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "8400",
            description = "最初のポート（既定 ${DEFAULT-VALUE}） / first of twenty ports")
    private int portBase;

    @Option(
            names = "--clock",
            paramLabel = "T",
            description =
                    "時計の開始時刻（日本時間）。既存データでは先へのみ / where the clock starts; forward only on kept data")
    private String clock;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "1000",
            description = "町の人数（既定 ${DEFAULT-VALUE}） / people of the town")
    private int people;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "町の乱数の種（既定 ${DEFAULT-VALUE}） / seed of the town")
    private long seed;

    @Option(
            names = "--terminals",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "端末の台数。2 で、2番目の医療機関（フォルダ OQS-2）にもう1台（既定 ${DEFAULT-VALUE}）"
                            + " / "
                            + "how many terminals; 2 adds one at a second facility (folder OQS-2)")
    private int terminals;

    @Option(
            names = "--no-medical-information",
            description =
                    "レセプトと健診を取り込まない（大きな町、測定のとき）"
                            + " / "
                            + "leaves claims and checkups out, for large towns and measurements")
    private boolean noMedicalInformation;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (portBase < 1024 || portBase > 65535 - PORTS) {
            throw new CommandLine.ParameterException(
                    command, "--port-base: 1024–" + (65535 - PORTS));
        }
        if (people < 1 || people > 1_000_000) {
            throw new CommandLine.ParameterException(command, "--people: 1–1000000");
        }
        if (terminals < 1 || terminals > TerminalPlace.TERMINALS_MAX) {
            throw new CommandLine.ParameterException(
                    command, "--terminals: 1–" + TerminalPlace.TERMINALS_MAX);
        }
        Optional<Instant> start =
                Optional.ofNullable(clock)
                        .map(text -> JapaneseTime.parse(text, command, "--clock"));
        DataFolder folder = data == null ? DataFolder.standard() : new DataFolder(data);
        return new Demo(
                        folder,
                        new Demo.Wishes(
                                portBase, start, people, seed, terminals, !noMedicalInformation),
                        command.getOut())
                .run();
    }
}

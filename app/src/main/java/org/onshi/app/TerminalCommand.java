package org.onshi.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onshi terminal}: one eligibility terminal alone, for real deployments. */
@Command(
        name = "terminal",
        description = "資格確認端末を起動する / runs one eligibility terminal",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / example:%n",
        footer = {"  ./onshi terminal --config terminal.properties"})
final class TerminalCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "設定ファイル（properties、terminal.*） / configuration file")
    private Path config;

    @Override
    public Integer call() {
        return MainClass.run(MainClass.TERMINAL, config);
    }
}

package org.onshi.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onshi server}: the central system alone, for real deployments. */
@Command(
        name = "server",
        description = "中央システムを起動する / runs the central system",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / example:%n",
        footer = {"  ./onshi server --config /etc/onshi/server.properties"})
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "設定ファイル（properties） / configuration file")
    private Path config;

    @Override
    public Integer call() {
        return MainClass.run(MainClass.SERVER, config);
    }
}

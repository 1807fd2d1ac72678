package org.onshi.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.onshi.server.Migrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onshi server}: the central system alone, for real deployments. */
@Command(
        name = "server",
        description = "中央システムを起動する / runs the central system",
        mixinStandardHelpOptions = true,
        footerHeading = "%n例 / example:%n",
        footer = {
            "  ./onshi server --migrate --config /etc/onshi/migration.properties",
            "  ./onshi server --config /etc/onshi/server.properties"
        })
final class ServerCommand implements Callable<Integer> {
    private static final String URL = "onshi.database.url";
    private static final String USER = "onshi.database.migration-user";
    private static final String PASSWORD = "onshi.database.migration-password";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "設定ファイル（properties） / configuration file")
    private Path config;

    @Option(
            names = "--migrate",
            description = {
                "データベースを最新の形にして終わる。FILE には onshi.database.url と onshi.database.migration-password"
                        + "（必要なら migration-user）だけを書き、常時動くサーバーの設定には所有者のパスワードを書かない",
                "brings the schemas up to date and ends. FILE holds onshi.database.url and"
                        + " onshi.database.migration-password (and migration-user); keep the"
                        + " owner's password out of the serving process's file"
            })
    private boolean migrate;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (!migrate) {
            return MainClass.run(MainClass.SERVER, config);
        }
        if (config == null) {
            throw new ParameterException(spec.commandLine(), "server --migrate --config FILE");
        }
        Properties values = properties(Input.readable(config));
        try {
            Migrations.migrate(
                    required(values, URL),
                    values.getProperty(USER, Database.OWNER),
                    required(values, PASSWORD));
        } catch (FlywayException e) {
            throw new CommandFault(
                    "データベースを最新の形にできません。" + URL + " と所有者のパスワードを確かめてください。",
                    "Cannot bring the schemas up to date; check "
                            + URL
                            + " and the owner's password: "
                            + e.getMessage(),
                    e);
        }
        spec.commandLine()
                .getOut()
                .println(Bilingual.say("データベースは最新の形です。", "The schemas are up to date."));
        return 0;
    }

    private static Properties properties(Path file) {
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            values.load(in);
            return values;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFault(
                    "設定ファイル " + file + " を読めません。",
                    "Cannot read the configuration file " + file + ".",
                    e);
        }
    }

    private static String required(Properties values, String key) {
        String value = values.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new CommandFault(
                    key + " を設定ファイルに書いてください。", "Set " + key + " in the configuration file.");
        }
        return value;
    }
}

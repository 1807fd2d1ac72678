package org.onshi.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.onshi.server.Migrations;
import org.onshi.server.registry.VaultKeys;
import org.onshi.server.registry.VaultResealing;
import org.onshi.wire.SharedClock;
import org.postgresql.ds.PGSimpleDataSource;
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
            "  ./onshi server --reseal --config /etc/onshi/migration.properties",
            "  ./onshi server --config /etc/onshi/server.properties"
        })
final class ServerCommand implements Callable<Integer> {
    private static final String URL = "onshi.database.url";
    private static final String USER = "onshi.database.migration-user";
    private static final String KEYS = "onshi.vault.key-file";
    private static final String PASSWORD = "onshi.database.migration-password";

    private static final int SOCKET_SECONDS_MAX = 300;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "設定ファイル（properties） / configuration file")
    private Path config;

    @Option(
            names = "--migrate",
            description =
                    "データベースを最新の形にして終わる。FILE には onshi.database.url と"
                        + " onshi.database.migration-password（必要なら"
                        + " migration-user）だけを書き、常時動くサーバーの設定には所有者のパスワードを書かない / brings the schemas"
                        + " up to date and ends. FILE holds onshi.database.url and"
                        + " onshi.database.migration-password (and migration-user); keep the"
                        + " owner's password out of the serving process's file")
    private boolean migrate;

    @Option(
            names = "--reseal",
            description =
                    "保管庫の個人番号を現在の鍵で封じ直して終わる（止めても続きから）。FILE は --migrate と同じものに onshi.vault.key-file"
                        + " を加える。1: まだ古い鍵が要る / seals the vault's numbers anew under the current key"
                        + " and ends; stopped, it goes on where it was. FILE as for --migrate, with"
                        + " onshi.vault.key-file. 1: an earlier key is still needed")
    private boolean reseal;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (!migrate && !reseal) {
            return MainClass.run(MainClass.SERVER, config);
        }
        if (config == null || (migrate && reseal)) {
            throw new ParameterException(
                    spec.commandLine(), "server --migrate|--reseal --config FILE");
        }
        Properties values = properties(Input.readable(config));
        return migrate ? migrated(values) : resealed(values);
    }

    private int resealed(Properties values) {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(required(values, URL));
        owner.setUser(values.getProperty(USER, Database.OWNER));
        owner.setPassword(required(values, PASSWORD));
        owner.setSocketTimeout(SOCKET_SECONDS_MAX);
        owner.setLogServerErrorDetail(false);
        VaultKeys keys = VaultKeys.read(Input.readable(Path.of(required(values, KEYS))));
        VaultResealing.Outcome outcome =
                new VaultResealing(owner, keys, SharedClock.system()).run();
        spec.commandLine()
                .getOut()
                .printf(
                        "resealed=%d unopened=%d remaining=%d spooled=%d%n",
                        outcome.resealed(),
                        outcome.unopened(),
                        outcome.remaining(),
                        outcome.spooled());
        return outcome.isComplete() ? 0 : 1;
    }

    private int migrated(Properties values) {
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

package org.onshi.app;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.audit.AuditKey;
import org.onshi.server.audit.LogVerdict;
import org.onshi.server.audit.LogVerifier;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onshi audit}: the log of everything that was asked and changed. */
@Command(
        name = "audit",
        description = "監査ログ / the audit log",
        mixinStandardHelpOptions = true,
        subcommands = {AuditCommand.Verify.class, AuditCommand.Person.class},
        footerHeading = "%n例 / example:%n",
        footer = {"  ./onshi audit verify"})
final class AuditCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(spec.commandLine(), "audit verify");
    }

    /** {@code onshi audit verify}. */
    @Command(
            name = "verify",
            description =
                    "データベースの監査ログを、署名付き目次と突き合わせる。不整合なら 1 で終わる / verifies the log in the database"
                            + " against the signed checkpoints; exit 1 when it does not hold",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi audit verify",
                "  ./onshi audit verify --data /srv/demo --checkpoints /mnt/copy/checkpoints --key"
                        + " /mnt/copy/audit.pub"
            })
    static final class Verify implements Callable<Integer> {
        @Option(
                names = "--checkpoints",
                paramLabel = "DIR",
                description = "署名付き目次（既定 DIR/audit/checkpoints） / signed checkpoints")
        private Path checkpoints;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "公開鍵（既定 DIR/keys/audit.pub） / public key")
        private Path key;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription.Jdbc jdbc = data.demo().jdbc();
            DataFolder folder = data.folder();
            Path verifierKey =
                    Input.readable(key == null ? folder.keys().resolve("audit.pub") : key);
            Path signed = checkpoints == null ? folder.checkpoints() : checkpoints;
            try (Connection inspector =
                    DriverManager.getConnection(jdbc.url(), jdbc.user(), jdbc.password())) {
                LogVerifier verifier =
                        new LogVerifier(
                                signed,
                                AuditKey.Public.read(verifierKey),
                                LogVerifier.WAITING_MAX,
                                entries ->
                                        spec.commandLine()
                                                .getErr()
                                                .println(
                                                        entries
                                                                + " "
                                                                + Bilingual.say("件", "entries")));
                LogVerdict verdict = verifier.verify(inspector);
                spec.commandLine().getOut().println(verdict.message());
                return verdict.exitCode();
            } catch (SQLException e) {
                throw new CommandFault(
                        "データベースを読めません。./onshi demo が動いているか確かめてください。",
                        "Cannot read the database ("
                                + e.getMessage()
                                + "); is ./onshi demo running?",
                        e);
            } catch (IOException e) {
                throw new CommandFault(
                        signed + " を読めません。", "Cannot read " + signed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Whose a number is now, on whatever day the demo's clock stands. */
    private static final Instant LAST_KNOWN = Instant.parse("9999-01-01T00:00:00Z");

    /** {@code onshi audit person}. */
    @Command(
            name = "person",
            description =
                    "ある人について記録されたことを、時刻順に CSV で表示する / prints what was recorded about a person, in"
                            + " the order of time, as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi audit person --insurer 01130012 --symbol 21700123 --number 100001"
                        + " --birth 1985-04-12 --from 2024-12-01"
            })
    static final class Person implements Callable<Integer> {
        @Option(
                names = "--insurer",
                required = true,
                paramLabel = "N",
                description = "保険者番号 / insurer number")
        private String insurer;

        @Option(
                names = "--symbol",
                defaultValue = "",
                paramLabel = "TEXT",
                description = "記号 / symbol")
        private String symbol;

        @Option(
                names = "--number",
                required = true,
                paramLabel = "TEXT",
                description = "番号 / number")
        private String number;

        @Option(
                names = "--branch",
                defaultValue = "",
                paramLabel = "NN",
                description = "枝番 / branch number")
        private String branch;

        @Option(
                names = "--birth",
                required = true,
                paramLabel = "DATE",
                description = "生年月日 / birth date (YYYY-MM-DD)")
        private String birth;

        @Option(
                names = "--from",
                defaultValue = "2020-01-01",
                paramLabel = "T",
                description = "この時から（既定は初めから） / from then on (default: all)")
        private String from;

        @Option(
                names = "--to",
                defaultValue = "9999-01-01",
                paramLabel = "T",
                description = "この時まで（含まない） / up to then, not included")
        private String to;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription.Jdbc jdbc = data.demo().jdbc();
            PGSimpleDataSource inspector = new PGSimpleDataSource();
            inspector.setUrl(jdbc.url());
            inspector.setUser(jdbc.user());
            inspector.setPassword(jdbc.password());
            Instant until = JapaneseTime.parse(to, spec.commandLine(), "--to");
            PersonLog log = new PersonLog(inspector);
            try {
                Set<UUID> persons =
                        log.persons(
                                new ClaimedInsurerNumber(insurer),
                                new InsuredIdentifier(symbol, number, branch),
                                JapaneseTime.date(birth, spec.commandLine(), "--birth"),
                                LAST_KNOWN);
                if (persons.isEmpty()) {
                    throw new CommandFault(
                            "この記号・番号・生年月日の人は登録されていません。",
                            "Nobody is registered under this number and birth date.");
                }
                log.print(
                        persons,
                        JapaneseTime.parse(from, spec.commandLine(), "--from"),
                        until,
                        spec.commandLine().getOut());
                return 0;
            } catch (MalformedValue malformed) {
                throw new CommandFault(
                        "保険者番号・記号・番号の形が違います。", "No such insurer number or identifier.", malformed);
            } catch (DataAccessException e) {
                throw new CommandFault(
                        "データベースを読めません。./onshi demo が動いているか確かめてください。",
                        "Cannot read the database; is ./onshi demo running?",
                        e);
            }
        }
    }
}

package org.onshi.app;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.onshi.server.audit.AuditKey;
import org.onshi.server.audit.LogVerdict;
import org.onshi.server.audit.LogVerifier;
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
        subcommands = AuditCommand.Verify.class,
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
            description = {
                "データベースの監査ログを、署名付き目次と突き合わせる。不整合なら 1 で終わる",
                "verifies the log in the database against the signed checkpoints; exit 1 when it"
                        + " does not hold"
            },
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
}

package org.onshi.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onshi sandbox card}: the simulated cards; every answer is JSON. */
@Command(
        name = "card",
        description = "模擬のマイナンバーカードを発行・停止・失効・更新する / issues and changes simulated cards",
        mixinStandardHelpOptions = true,
        subcommands = {
            SandboxCardCommand.Issue.class,
            SandboxCardCommand.Hold.class,
            SandboxCardCommand.Release.class,
            SandboxCardCommand.Revoke.class,
            SandboxCardCommand.Renew.class,
            SandboxCardCommand.Show.class
        },
        footerHeading = "%n例 / examples:%n",
        footer = {
            "  ./onshi sandbox card list --person HANAKO",
            "  ./onshi sandbox card issue --person HANAKO --expires 2026-12-31 --pin 1234",
            "  ./onshi sandbox card hold C-HANAKO"
        })
final class SandboxCardCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "card issue | hold | release | revoke | renew | list");
    }

    private static int print(CommandSpec spec, String json) {
        spec.commandLine().getOut().println(json.strip());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** {@code onshi sandbox card issue}. */
    @Command(
            name = "issue",
            description = "カードを発行する。前のカードは使えなくなる / issues a card; the one before no longer works",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi sandbox card issue --person HANAKO",
                "  ./onshi sandbox card issue --person SORA --kind infant",
                "  ./onshi sandbox card issue --person HANAKO --expires 2026-12-31 --pin 1234"
            })
    static final class Issue implements Callable<Integer> {
        @Option(
                names = "--person",
                paramLabel = "KEY",
                required = true,
                description = "住民のキー（town.csv の person） / key of the resident, as in town.csv")
        private String person;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description =
                        "adult, minor, infant（顔写真なし / without photo）, pin_less, phone_android,"
                                + " phone_ios。省略時は年齢による / by age when left out")
        private String kind;

        @Option(
                names = "--expires",
                paramLabel = "DATE",
                description =
                        "電子証明書の有効期限。省略時は発行後5回目の誕生日 / last day of the certificates; the fifth"
                                + " birthday when left out")
        private String expires;

        @Option(
                names = "--pin",
                paramLabel = "N",
                description = "暗証番号、数字4桁。省略時は自動 / four digits; drawn by lot when left out")
        private String pin;

        @Option(
                names = "--test",
                description = "テスト用の認証局から発行する / of the test hierarchy, which nobody trusts")
        private boolean test;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            Map<String, Object> wish = new LinkedHashMap<>();
            wish.put("person", person);
            wish.put("kind", kind);
            wish.put("expires", expires);
            wish.put("pin", pin);
            wish.values().removeIf(Objects::isNull);
            wish.put("test", test);
            try (DoorClient sandbox = DoorClient.plain(data.demo().url("sandbox"))) {
                return print(
                        spec,
                        sandbox.postText(
                                "/cards",
                                "application/json",
                                DoorClient.JSON.writeValueAsString(wish)));
            }
        }
    }

    /** One step of one card: what the door calls it is the command's own name. */
    abstract static class Step implements Callable<Integer> {
        @Parameters(
                paramLabel = "CARD_ID",
                description = "カードの番号（town.csv の card_id） / id of the card, as in town.csv")
        private String cardId;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            try (DoorClient sandbox = DoorClient.plain(data.demo().url("sandbox"))) {
                return print(
                        spec,
                        sandbox.postText(
                                "/cards/" + encoded(cardId) + "/" + spec.name(),
                                "application/json",
                                "{}"));
            }
        }
    }

    /** {@code onshi sandbox card hold}. */
    @Command(
            name = "hold",
            description = "紛失の届出：電子証明書を一時停止する / reported lost: puts its certificates on hold",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi sandbox card hold C-HANAKO"})
    static final class Hold extends Step {}

    /** {@code onshi sandbox card release}. */
    @Command(
            name = "release",
            description = "見つかった：一時停止を解除する / found again: takes the hold away",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi sandbox card release C-HANAKO"})
    static final class Release extends Step {}

    /** {@code onshi sandbox card revoke}. */
    @Command(
            name = "revoke",
            description = "電子証明書を失効させる。元には戻らない / revokes its certificates for good",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi sandbox card revoke C-HANAKO"})
    static final class Revoke extends Step {}

    /** {@code onshi sandbox card renew}. */
    @Command(
            name = "renew",
            description = "電子証明書を更新する（同じカード、新しい証明書） / gives the same card new certificates",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi sandbox card renew C-HANAKO"})
    static final class Renew extends Step {}

    /** {@code onshi sandbox card list}. */
    @Command(
            name = "list",
            description =
                    "カードを一覧する（暗証番号も表示。模擬のため） / lists cards, their PINs too: it is a simulation",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi sandbox card list --person HANAKO",
                "  ./onshi sandbox card list --limit 20 --after C-HANAKO"
            })
    static final class Show implements Callable<Integer> {
        @Option(
                names = "--person",
                paramLabel = "KEY",
                description = "この住民のカードだけ / the cards of this resident only")
        private String person;

        @Option(
                names = "--after",
                paramLabel = "CARD_ID",
                defaultValue = "",
                description = "この番号より後から / from the first after this one on")
        private String after;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "件数、1～1000 / how many, 1 to 1,000 (${DEFAULT-VALUE})")
        private int limit;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            String query =
                    person == null
                            ? "?limit=" + limit + "&after=" + encoded(after)
                            : "?person=" + encoded(person);
            try (DoorClient sandbox = DoorClient.plain(data.demo().url("sandbox"))) {
                return print(spec, sandbox.get("/cards" + query));
            }
        }
    }
}

package org.onshi.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
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
        subcommands = {
            InsurerCommand.Register.class,
            InsurerCommand.Result.class,
            InsurerCommand.Held.class,
            InsurerCommand.CompareRatios.class,
            InsurerCommand.Conflicts.class,
            InsurerCommand.Pending.class,
            InsurerCommand.Suspects.class,
            InsurerCommand.Duplicates.class,
            InsurerCommand.Late.class,
            InsurerCommand.Unregistered.class,
            InsurerCommand.Campaign.class,
            InsurerCommand.Branch.class,
            InsurerCommand.WrongLinks.class,
            InsurerCommand.Mismatches.class
        },
        footerHeading = "%n例 / example:%n",
        footer = {
            "  ./onshi insurer register registration.csv",
            "  ./onshi insurer conflicts --insurer 01130012"
        })
final class InsurerCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(),
                spec.subcommands().keySet().stream()
                        .map(it -> "insurer " + it)
                        .collect(Collectors.joining(" | ")));
    }

    /** {@code onshi insurer register}. */
    @Command(
            name = "register",
            description =
                    "加入者の登録ファイルを送り、処理を待ち、結果の行を CSV で表示する / sends a registration file, waits,"
                            + " prints the result rows as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi insurer register registration.csv > result.csv",
                "列と見本 / columns and a sample: docs/registration.md,"
                        + " data/demo/sandbox/town/registrations/",
                "却下された行があっても、処理が終われば終了コードは 0 / exit 0 when the file was processed,"
                        + " rejected rows included"
            })
    static final class Register implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "登録ファイル（CSV、UTF-8） / registration file")
        private Path file;

        /** Needed where the key of the first row's insurer is not the sender's. */
        @ArgGroup private Who who;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            Path key = who == null ? keyOfFile(file, data.folder()) : who.key(data.folder());
            PrintWriter err = spec.commandLine().getErr();
            try (DoorClient insurer = Doors.insurer(demo, data.folder(), key)) {
                Registration registration = new Registration(insurer);
                Registration.Outcome outcome =
                        registration.send(Input.readable(file), progress(err));
                return told(registration, outcome, spec);
            }
        }
    }

    private static Path keyOfFile(Path file, DataFolder folder) {
        String number = Registration.firstInsurerNumber(Input.readable(file));
        Path key = Doors.insurerKey(folder, number);
        if (!number.matches("[0-9]{1,8}") || !Files.exists(key)) {
            throw new CommandFault(
                    "ファイルの最初の行の保険者の鍵が keys/ にありません。行のないファイルなどでは、--insurer か --insurer-cert"
                            + " で送り手を指定してください。",
                    "No key in keys/ for the insurer of the file's first row; name the sender with"
                            + " --insurer or --insurer-cert, as for a file without rows.");
        }
        return key;
    }

    /** {@code onshi insurer result}. */
    @Command(
            name = "result",
            description =
                    "先に送った登録ファイルの処理を待ち、結果の行を CSV で表示する / waits for a registration file"
                            + " sent before and prints its result rows as CSV",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi insurer result --insurer 01130012 --registration ID > result.csv"})
    static final class Result implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(
                names = "--registration",
                paramLabel = "ID",
                required = true,
                description = "受付番号 / the registration id")
        private UUID registration;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                Registration sent = new Registration(door);
                return told(
                        sent,
                        sent.follow(registration.toString(), progress(spec.commandLine().getErr())),
                        spec);
            }
        }
    }

    /** {@code onshi insurer held}. */
    @Command(
            name = "held",
            description =
                    "負担割合・限度額適用区分を消す行が多いため保留された登録ファイルを確認する、または取り下げる（監査ログに残る） / confirms or"
                            + " withdraws a registration file held for taking much away; it is"
                            + " recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi insurer held --insurer 01130012 --registration ID --clerk sato"
                        + " --reason REDETERMINED"
            })
    static final class Held implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(
                names = "--registration",
                paramLabel = "ID",
                required = true,
                description = "受付番号 / the registration id")
        private UUID registration;

        @Option(
                names = "--clerk",
                paramLabel = "NAME",
                required = true,
                description = "担当者（英数字） / who decides")
        private String clerk;

        @Option(
                names = "--reason",
                paramLabel = "CODE",
                required = true,
                description = "ENDED, REDETERMINED, RECORD_COMPARED; MISTAKE 取り下げる / withdraws")
        private String reason;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                door.postText(
                        "/insurer/registrations/" + registration + "/decision",
                        "application/json",
                        DoorClient.JSON.writeValueAsString(
                                Map.of("clerk", clerk, "reason", reason)));
                Registration held = new Registration(door);
                return told(
                        held,
                        held.follow(registration.toString(), progress(spec.commandLine().getErr())),
                        spec);
            }
        }
    }

    private static Registration.Progress progress(PrintWriter err) {
        return new Registration.Progress() {
            @Override
            public void received(String registrationId) {
                err.println(Bilingual.say("受付番号", "registration") + " " + registrationId);
            }

            @Override
            public void rows(long done, long total) {
                err.println(Bilingual.say("処理中", "processing") + " " + done + "/" + total);
            }
        };
    }

    /** Prints the result rows and what they came to; the exit code. */
    private static int told(
            Registration registration, Registration.Outcome outcome, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        registration.resultRows(outcome.total(), line -> out.append(line).append('\n'));
        out.flush();
        err.println(
                Bilingual.say(
                        "受付 %d、保留 %d、却下 %d"
                                .formatted(
                                        outcome.accepted(), outcome.pending(), outcome.rejected()),
                        "accepted %d, pending %d, rejected %d"
                                .formatted(
                                        outcome.accepted(),
                                        outcome.pending(),
                                        outcome.rejected())));
        outcome.waiting().ifPresent(err::println);
        outcome.failure().ifPresent(err::println);
        return outcome.failure().isEmpty() ? 0 : 1;
    }

    /** {@code onshi insurer compare-ratios}. */
    @Command(
            name = "compare-ratios",
            description =
                    "所得・賦課の台帳から作った負担割合のファイルを登録と突き合わせ、異なる行を CSV で表示する（登録は変わらない。見たことは監査ログに残る） /"
                        + " compares ratios from your own record of incomes with those registered"
                        + " and prints what differs as CSV; changes nothing, the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi insurer compare-ratios ratios.csv --on 2025-08-01 --out differences.csv",
                "列 / columns: insurer_number,symbol,number,branch,birth_date,copay_percent"
                        + "[,limit_class] (docs/registration.md)",
                "異なる行があっても終了コードは 0 / exit 0 whatever differs"
            })
    static final class CompareRatios implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "負担割合のファイル（CSV、UTF-8） / ratio file")
        private Path file;

        @Option(
                names = "--on",
                paramLabel = "DATE",
                description = "この日の登録と比べる（既定は今日） / the day compared; default: today")
        private String on;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "異なる行を書くファイル（既定は画面） / where to write what differs; default: here")
        private Path target;

        /** Needed where the key of the first row's insurer is not the sender's. */
        @ArgGroup private Who who;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            Optional<LocalDate> day =
                    Optional.ofNullable(on)
                            .map(it -> JapaneseTime.date(it, spec.commandLine(), "--on"));
            DemoDescription demo = data.demo();
            Path key = who == null ? keyOfFile(file, data.folder()) : who.key(data.folder());
            try (DoorClient door = Doors.insurer(demo, data.folder(), key)) {
                ComparedRatios ratios = new ComparedRatios(door, spec.commandLine().getErr());
                if (target == null) {
                    ratios.print(Input.readable(file), day, spec.commandLine().getOut());
                } else {
                    ratios.write(Input.readable(file), day, target);
                }
                return 0;
            }
        }
    }

    /** {@code onshi insurer conflicts}. */
    @Command(
            name = "conflicts",
            description =
                    "他の保険者の資格と期間が重なる自身の資格を CSV で表示する（見たことは監査ログに残る） / prints own coverages that"
                            + " overlap another insurer's as CSV; the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi insurer conflicts --insurer 01130012 --state OPEN"})
    static final class Conflicts implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(
                names = "--state",
                paramLabel = "OPEN|RESOLVED",
                description = "既定は両方 / default: both")
        private State state;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        enum State {
            OPEN,
            RESOLVED
        }

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                ConflictList conflicts = new ConflictList(door, state == null ? "" : state.name());
                conflicts.print(spec.commandLine().getOut());
                return 0;
            }
        }
    }

    /** {@code onshi insurer pending}. */
    @Command(
            name = "pending",
            description =
                    "保留の資格とその理由を CSV で表示する、または確認して有効にする（見たことも確認も監査ログに残る） / prints pending coverages"
                            + " and why as CSV, or confirms one; both are recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi insurer pending --insurer 01130012",
                "  ./onshi insurer pending --insurer 01130012 --confirm COVERAGE_ID --since SINCE"
                        + " --clerk sato --reason PERSON_ASKED"
            })
    static final class Pending implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @ArgGroup(exclusive = false)
        private Confirmation confirmation;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        /** Which one, as it was seen, who says so, and why. */
        static final class Confirmation {
            @Option(
                    names = "--confirm",
                    paramLabel = "COVERAGE_ID",
                    required = true,
                    description = "本人の番号と確かめた資格（一覧の coverage_id） / the coverage confirmed")
            private UUID coverage;

            @Option(
                    names = "--since",
                    paramLabel = "SINCE",
                    required = true,
                    description =
                            "確かめたときの一覧の since をそのまま（その後で変わっていれば確認しない） / since as listed when"
                                    + " made sure; nothing is confirmed that is another by now")
            private Instant since;

            @Option(
                    names = "--clerk",
                    paramLabel = "NAME",
                    required = true,
                    description = "担当者（英数字） / who confirms")
            private String clerk;

            @Option(
                    names = "--reason",
                    paramLabel = "CODE",
                    required = true,
                    description = "DOCUMENTS_SEEN, PERSON_ASKED, REGISTER_NOT_YET_MENDED")
            private String reason;
        }

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                if (confirmation == null) {
                    new PendingList(door).print(spec.commandLine().getOut());
                    return 0;
                }
                door.postText(
                        "/insurer/pending/" + confirmation.coverage + "/confirm",
                        "application/json",
                        DoorClient.JSON.writeValueAsString(
                                Map.of(
                                        "clerk", confirmation.clerk,
                                        "reason", confirmation.reason,
                                        "since", confirmation.since.toString())));
                spec.commandLine().getOut().println("確認しました。有効になりました。 / Confirmed; it is active.");
                return 0;
            }
        }
    }

    /** {@code onshi insurer suspects}. */
    @Command(
            name = "suspects",
            description =
                    "住民登録で確かめられない紐付けを CSV で表示する、または判断する（見たことも判断も監査ログに残る） / prints links that the"
                        + " resident register does not confirm as CSV, or decides about one; both"
                        + " are recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi insurer suspects --insurer 01130012",
                "  ./onshi insurer suspects --insurer 01130012 --clear SUSPECT_ID"
                        + " --finding 'DIFFERS;NAME=DIFFERS;…' --clerk sato --reason PERSON_ASKED",
                "  ./onshi insurer suspects --insurer 01130012 --wrong SUSPECT_ID"
            })
    static final class Suspects implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @ArgGroup(exclusive = true)
        private Decision decision;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        /** Either of the two. */
        static final class Decision {
            @Option(
                    names = "--wrong",
                    paramLabel = "SUSPECT_ID",
                    required = true,
                    description = "紐付け誤りとして閲覧を止める（一覧の suspect_id） / stop viewing and open a case")
            private UUID wrong;

            @ArgGroup(exclusive = false)
            private Clearing clearing;
        }

        /** Which one, who says so, and why. */
        static final class Clearing {
            @Option(
                    names = "--clear",
                    paramLabel = "SUSPECT_ID",
                    required = true,
                    description = "正しいと確かめた紐付け / the link made sure of")
            private UUID suspect;

            @Option(
                    names = "--finding",
                    paramLabel = "TEXT",
                    required = true,
                    description = "見た一覧の finding / as in the list that was seen")
            private String finding;

            @Option(
                    names = "--clerk",
                    paramLabel = "NAME",
                    required = true,
                    description = "担当者（英数字） / who says so")
            private String clerk;

            @Option(
                    names = "--reason",
                    paramLabel = "CODE",
                    required = true,
                    description = "DOCUMENTS_SEEN, PERSON_ASKED, REGISTER_NOT_YET_MENDED")
            private String reason;
        }

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                if (decision == null) {
                    new SuspectList(door).print(spec.commandLine().getOut());
                    return 0;
                }
                Clearing clearing = decision.clearing;
                String outcome =
                        clearing == null
                                ? decided(door, decision.wrong, Map.of("wrong", true))
                                : decided(
                                        door,
                                        clearing.suspect,
                                        Map.of(
                                                "wrong", false,
                                                "finding", clearing.finding,
                                                "clerk", clearing.clerk,
                                                "reason", clearing.reason));
                spec.commandLine()
                        .getOut()
                        .println("判断を記録しました。 / The decision is recorded: " + outcome);
                return 0;
            }
        }

        private static String decided(DoorClient door, UUID suspect, Map<String, ?> decision) {
            return door.json(
                            door.postText(
                                    "/insurer/suspects/" + suspect + "/decision",
                                    "application/json",
                                    DoorClient.JSON.writeValueAsString(decision)))
                    .path("outcome")
                    .asString("");
        }
    }

    /** {@code onshi insurer duplicates}. */
    @Command(
            name = "duplicates",
            description =
                    "5 情報が同じ別の方の疑いを CSV で表示する、または判断する（見たことも判断も監査ログに残る） / prints persons who share"
                            + " all attributes with another as CSV, or decides about one; both are"
                            + " recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi insurer duplicates --insurer 01130012",
                "  ./onshi insurer duplicates --insurer 01130012 --different DUPLICATE_ID --clerk"
                        + " sato --reason DOCUMENTS_SEEN",
                "  ./onshi insurer duplicates --insurer 01130012 --mended DUPLICATE_ID --clerk sato"
                        + " --reason OWN_MENDED"
            })
    static final class Duplicates implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @ArgGroup(exclusive = false)
        private Ending decision;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        /** What became of it, who says so, and why. */
        static final class Ending {
            @ArgGroup(multiplicity = "1")
            private Outcome outcome;

            @Option(
                    names = "--clerk",
                    paramLabel = "NAME",
                    required = true,
                    description = "担当者（英数字） / who says so")
            private String clerk;

            @Option(
                    names = "--reason",
                    paramLabel = "CODE",
                    required = true,
                    description =
                            "--different: DOCUMENTS_SEEN, PERSON_ASKED, OTHER_INSURER_ASKED"
                                    + " / "
                                    + "--mended: OWN_MENDED, OTHER_INSURER_MENDED")
            private String reason;
        }

        /** Either of the two. */
        static final class Outcome {
            @Option(
                    names = "--different",
                    paramLabel = "DUPLICATE_ID",
                    required = true,
                    description = "別の方（一覧の duplicate_id） / they are two persons")
            private UUID different;

            @Option(
                    names = "--mended",
                    paramLabel = "DUPLICATE_ID",
                    required = true,
                    description = "登録を直した / what was wrong is mended")
            private UUID mended;
        }

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                if (decision == null) {
                    new DuplicateList(door)
                            .print(spec.commandLine().getOut(), spec.commandLine().getErr());
                    return 0;
                }
                boolean mended = decision.outcome.mended != null;
                UUID duplicate = mended ? decision.outcome.mended : decision.outcome.different;
                door.postText(
                        DuplicateList.PATH + "/" + duplicate + "/decision",
                        "application/json",
                        DoorClient.JSON.writeValueAsString(
                                Map.of(
                                        "outcome", mended ? "MENDED" : "DIFFERENT_PERSONS",
                                        "clerk", decision.clerk,
                                        "reason", decision.reason)));
                spec.commandLine().getOut().println("判断を記録しました。 / The decision is recorded.");
                return 0;
            }
        }
    }

    /** {@code onshi insurer late}. */
    @Command(
            name = "late",
            description =
                    "期限（届出 5 日、登録 5 日）を過ぎた登録を CSV で表示する（見たことは監査ログに残る） / prints registrations that"
                            + " came after their deadline as CSV; the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi insurer late --insurer 01130012 --from 2024-12-01 --to 2025-01-01"
            })
    static final class Late implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "DATE",
                description = "登録した最初の日 / first day of registration")
        private String from;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "DATE",
                description = "最後の日の翌日。1 年以内 / first day after, within a year")
        private String to;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            LocalDate first = JapaneseTime.date(from, spec.commandLine(), "--from");
            LocalDate end = JapaneseTime.date(to, spec.commandLine(), "--to");
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                new LateList(door, first, end).print(spec.commandLine().getOut());
                return 0;
            }
        }
    }

    /** {@code onshi insurer unregistered}. */
    @Command(
            name = "unregistered",
            description =
                    "未登録の方とその要因（ひとり一つ）を CSV で表示する（見たことは監査ログに残る） / prints unregistered persons with"
                            + " their one cause as CSV; the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi insurer unregistered --insurer 01130012 --cause LATE"})
    static final class Unregistered implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(names = "--cause", paramLabel = "CAUSE", description = "${COMPLETION-CANDIDATES}")
        private Cause cause;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        enum Cause {
            NUMBER_NOT_GIVEN,
            IN_PROGRESS,
            LATE,
            HAS_NO_NUMBER
        }

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                new UnregisteredList(door, cause == null ? "" : cause.name())
                        .print(spec.commandLine().getOut());
                return 0;
            }
        }
    }

    /** {@code onshi insurer campaign}. */
    @Command(
            name = "campaign",
            description =
                    "未登録の方へのお知らせの一覧と結果、または新しく始める / prints campaigns to the unregistered and their"
                            + " outcomes as CSV, or begins one",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / examples:%n",
            footer = {
                "  ./onshi insurer campaign --insurer 01130012",
                "  ./onshi insurer campaign --insurer 01130012 --until 2025-03-31"
            })
    static final class Campaign implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "始める。回答の最後の日 / begins one; the last day for an answer")
        private String until;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            PrintWriter out = spec.commandLine().getOut();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                CampaignWork work = new CampaignWork(door);
                if (until != null) {
                    int people =
                            work.start(JapaneseTime.date(until, spec.commandLine(), "--until"));
                    out.println(
                            Bilingual.say(
                                    people + " 人へのお知らせを始めました。", "begun for " + people + " people"));
                }
                work.print(out);
                return 0;
            }
        }
    }

    /** {@code onshi insurer branch}. */
    @Command(
            name = "branch",
            description =
                    "世帯（記号・番号）で次に空いている枝番を表示する。だれも使ったことのない番号で、予約はされない（監査ログに残る） / prints a"
                        + " household's next free branch number: one that nobody ever had; it is"
                        + " not reserved, and the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi insurer branch --insurer 01130012 --symbol 21700123 --number 100001"
            })
    static final class Branch implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Option(
                names = "--symbol",
                paramLabel = "S",
                defaultValue = "",
                description = "記号。なければ省く / symbol, where there is one")
        private String symbol;

        @Option(names = "--number", required = true, paramLabel = "N", description = "番号 / number")
        private String number;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            Path key = who.key(data.folder());
            try (DoorClient door = Doors.insurer(demo, data.folder(), key)) {
                String answer =
                        door.postText(
                                "/insurer/branch-numbers/next",
                                "application/json",
                                DoorClient.JSON.writeValueAsString(
                                        Map.of("symbol", symbol, "number", number)));
                spec.commandLine().getOut().println(door.json(answer).path("branch").asString());
                return 0;
            }
        }
    }

    /** {@code onshi insurer wrong-links}. */
    @Command(
            name = "wrong-links",
            description =
                    "自身の紐付け誤りの疑いと、その段階・次にすることを CSV で表示する（見たことは監査ログに残る） / prints own wrong links,"
                            + " their state and their next step as CSV; the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {"  ./onshi insurer wrong-links --insurer 01130012"})
    static final class WrongLinks implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                new WrongLinkList(door).print(spec.commandLine().getOut());
                return 0;
            }
        }
    }

    /** {@code onshi insurer mismatches}. */
    @Command(
            name = "mismatches",
            description =
                    "書類と登録内容が違うという施設からの報告を CSV で表示する（見たことは監査ログに残る） / prints what facilities"
                            + " reported to differ from a document as CSV; the look is recorded",
            mixinStandardHelpOptions = true,
            footerHeading = "%n例 / example:%n",
            footer = {
                "  ./onshi insurer mismatches --insurer 01130012",
                "  ./onshi insurer mismatches --insurer 01130012 --close REPORT_ID --answer"
                        + " \"登録を訂正しました\""
            })
    static final class Mismatches implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Who who;

        @ArgGroup(exclusive = false)
        private Closing closing;

        /** Which report is answered, and how. */
        static final class Closing {
            @Option(
                    names = "--close",
                    required = true,
                    paramLabel = "REPORT_ID",
                    description = "回答して閉じる報告 / the report to answer, which closes it")
            private UUID report;

            @Option(
                    names = "--answer",
                    required = true,
                    paramLabel = "TEXT",
                    description =
                            "施設が読む回答。200 文字以内、個人の情報は書かない / the answer, read by the facility; at"
                                    + " most 200 characters, nobody's data")
            private String answer;
        }

        @Mixin private DataOption data;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            DemoDescription demo = data.demo();
            try (DoorClient door = Doors.insurer(demo, data.folder(), who.key(data.folder()))) {
                MismatchList list = new MismatchList(door);
                if (closing == null) {
                    list.print(spec.commandLine().getOut());
                } else {
                    list.close(closing.report, closing.answer, spec.commandLine().getOut());
                }
                return 0;
            }
        }
    }

    /** Which insurer asks. */
    static final class Who {
        @Option(
                names = "--insurer",
                paramLabel = "N",
                description = "保険者番号（デモの鍵を使う） / insurer number, with the demo's key")
        private String insurer;

        @Option(
                names = "--insurer-cert",
                paramLabel = "P12",
                description = "保険者の鍵 / the insurer's key")
        private Path certificate;

        private Path key(DataFolder folder) {
            if (certificate != null) {
                return Input.readable(certificate);
            }
            Path key = Doors.insurerKey(folder, insurer);
            if (!insurer.matches("[0-9]{1,8}") || !Files.exists(key)) {
                throw new CommandFault(
                        "この保険者の鍵が keys/ にありません。番号を確かめるか、--insurer-cert で指定してください。",
                        "No key of this insurer in keys/; check the number or name a key with"
                                + " --insurer-cert.");
            }
            return key;
        }
    }
}

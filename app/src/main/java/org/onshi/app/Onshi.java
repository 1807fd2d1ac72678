package org.onshi.app;

import java.io.PrintWriter;
import java.util.List;
import org.onshi.postgres.PostgresFault;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code onshi} command. Exit codes: 0 done, 1 failed or refused, 2 wrong usage.
 *
 * <p>Standard output carries results alone; progress and faults go to standard error (of {@code
 * demo}, whose output is for people, all goes to standard output).
 */
@Command(
        name = "./onshi",
        description = {
            "オンライン資格確認等システム Onshi（オン資）。 / Online eligibility verification system.",
        },
        version = "onshi 0.1.0",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            TryCommand.class,
            ServerCommand.class,
            TerminalCommand.class,
            SandboxCommand.class,
            OperatorCommand.class,
            InsurerCommand.class,
            CheckCommand.class,
            VisitCommand.class,
            AuditCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%n例 / examples:%n",
        footer = {"  ./onshi demo", "  ./onshi try", "  ./onshi check --help"})
public final class Onshi {
    private static final String BENCH = "org.onshi.bench.BenchCommand";

    private Onshi() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        int exit = commandLine().execute(arguments);
        System.out.flush();
        System.exit(exit);
    }

    /**
     * Runs one client command in this JVM and returns its exit code.
     *
     * @param arguments as on the command line; {@code demo} and whatever serves are not for this
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Onshi());
        measurements(commands);
        for (CommandLine command : commands.getSubcommands().values()) {
            command.setUsageHelpAutoWidth(true);
        }
        commands.setUsageHelpAutoWidth(true);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler(Onshi::wrongUsage);
        commands.setExecutionExceptionHandler(Onshi::failed);
        return commands;
    }

    /**
     * The measurements know this module, not the other way round; they are there when their jar is.
     */
    private static void measurements(CommandLine commands) {
        try {
            commands.addSubcommand(
                    "bench", Class.forName(BENCH).getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            commands.getCommandSpec()
                    .usageMessage()
                    .footer("  （bench は含まれていません / bench is not on the class path）");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(BENCH + " has no public constructor", e);
        }
    }

    private static int wrongUsage(CommandLine.ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        // picocli names the class of a failed conversion: nobody's help
        String what = fault.getMessage().replaceFirst(" \\(java\\..*\\)$", "");
        err.println(Bilingual.say("使い方が違います", "wrong usage") + ": " + what);
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
        err.println(
                Bilingual.say("使い方と例", "usage and an example")
                        + ": "
                        + command.getCommandSpec().qualifiedName()
                        + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(
            Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (fault instanceof CommandFault || fault instanceof PostgresFault) {
            err.println(fault.getMessage());
        } else {
            err.println(
                    Bilingual.say(
                            "予期しない失敗です。次の内容を添えて報告してください。",
                            "An unexpected failure; please report what follows."));
            fault.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Names of all commands, for completeness tests. */
    static List<String> names() {
        return List.copyOf(commandLine().getSubcommands().keySet());
    }
}

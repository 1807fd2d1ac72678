package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> everyCommand() {
        List<String> names = new ArrayList<>();
        collect(Onshi.commandLine(), "", names);
        return names.stream();
    }

    private static void collect(CommandLine command, String name, List<String> into) {
        into.add(name);
        command.getSubcommands()
                .forEach((word, next) -> {
                    if (!word.equals("help")) {
                        collect(next, (name + " " + word).strip(), into);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHasHelpWithAnExample(String name) {
        List<String> words = new ArrayList<>(name.isEmpty() ? List.of() : List.of(name.split(" ")));
        words.add("--help");
        assertThat(run(words.toArray(String[]::new))).isZero();
        assertThat(out.toString()).contains("例 / example").contains("./onshi " + name);
    }

    @Test
    void theCommandsOfTheContractAreThere() {
        assertThat(everyCommand())
                .contains(
                        "try",
                        "server",
                        "terminal",
                        "sandbox person add",
                        "sandbox clock",
                        "operator load",
                        "insurer register",
                        "check",
                        "visit",
                        "audit verify",
                        "demo");
    }

    @Test
    void migratingWithoutTheOwnersPasswordSaysWhichSettingIsMissing() throws IOException {
        Path config = folder.resolve("migration.properties");
        Files.writeString(config, "onshi.database.url=jdbc:postgresql://127.0.0.1:1/onshi\n");
        assertThat(run("server", "--migrate", "--config", config.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Set onshi.database.migration-password");
    }

    @Test
    void theVersionIsToldAndSucceeds() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("onshi ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chekc",
                "check --insurer",
                "check --unknown",
                "check --insurer 01130012",
                "check --insurer 01130012 --number 1 --birth yesterday",
                "check --insurer 01130012 --number 1 --birth 1958-02-30",
                "operator load doctors file.csv",
                "operator",
                "insurer register",
                "sandbox clock --to tomorrow",
                "audit",
                "demo --port-base 80",
                "demo --people 0",
                "demo --clock noon",
                "demo --terminals 3",
                "visit --card card-1",
                "terminal"
            })
    void wrongUsageEndsWithTwoAndPointsToTheHelp(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("wrong usage").contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check --insurer 01130012 --number 1 --birth 1958-04-02",
                "try",
                "sandbox clock",
                "visit --card card-1 --mode face",
                "audit verify",
                "operator load insurers pom.xml"
            })
    void withoutADemoAClientFailsWithOneAndSaysHowToStartIt(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("--data", folder.toString()));
        assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).contains("./onshi demo --data " + folder).contains("先に");
    }

    @Test
    void aDemoThatIsNotRunningIsSaid() throws IOException {
        new DataFolder(folder).create();
        new DemoDescription(
                        java.util.Map.of("sandbox", "http://127.0.0.1:1"),
                        List.of("1319900017"),
                        List.of("01130012"),
                        new DemoDescription.Jdbc(
                                "jdbc:postgresql://127.0.0.1:1/onshi", "inspector", "x"),
                        "2025-06-10T09:00:00+09:00",
                        List.of())
                .write(new DataFolder(folder));
        assertThat(run("sandbox", "clock", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is ./onshi demo running?");
        assertThat(Files.readString(folder.resolve("urls.txt")))
                .isEqualTo("sandbox=http://127.0.0.1:1\n");
    }

    @Test
    void aMissingConfigurationFileIsNamed() {
        assertThat(run("server", "--config", folder.resolve("none.properties").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("none.properties");
    }

    private int run(String... words) {
        return Onshi.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}

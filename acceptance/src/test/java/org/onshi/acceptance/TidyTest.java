package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.Tree.Source;

/** Reads the source tree and fails on what the house rules (STYLE.md) forbid. */
@Tag("boundary")
class TidyTest {
    private static final List<Source> JAVA = Tree.java();
    private static final List<Source> MAIN = JAVA.stream().filter(Source::isMain).toList();

    /**
     * Schemas and the only context of the server whose tables they are; registry owns the vault.
     */
    private static final List<String[]> SCHEMA_OWNERS =
            List.of(
                    new String[] {"audit", "audit"},
                    new String[] {"registry", "registry"},
                    new String[] {"vault", "registry"},
                    new String[] {"facilities", "facilities"},
                    new String[] {"eligibility", "eligibility"});

    @Test
    void noTypeHidesItsPurposeBehindAnEmptySuffix() {
        Pattern type =
                Pattern.compile(
                        "^\\s*(?:public |protected |private |static |final |sealed |non-sealed"
                            + " |abstract )*"
                            + "(?:class|record|interface|enum)\\s+(\\w*(?:Impl|Manager|Helper|Utils?|Dto|Base|Info|Data|Processor))\\b",
                        Pattern.MULTILINE);
        assertThat(hits(JAVA, type, source -> true)).isEmpty();
    }

    @Test
    void noRoomIsNamedAfterNothing() {
        assertThat(JAVA)
                .extracting(Source::path)
                .noneMatch(path ->
                        path.matches(".*/(impl|utils?|common|dto|helpers?|managers?)/[^/]+"));
    }

    @Test
    void contextsAreFlat() {
        assertThat(MAIN)
                .filteredOn(source -> source.under("server/"))
                .extracting(Source::path)
                .allMatch(path ->
                        path.matches(
                                "server/src/main/java/org/onshi/server/(\\w+/)?\\w[\\w-]*\\.java"));
        assertThat(MAIN)
                .filteredOn(source -> !source.under("server/"))
                .extracting(Source::path)
                .allMatch(path ->
                        path.matches("(\\w+)/src/main/java/org/onshi/\\1/\\w[\\w-]*\\.java"));
    }

    @Test
    void everyRoomSaysWhatItAnswers() {
        Set<String> rooms =
                Set.copyOf(
                        MAIN.stream()
                                .map(source ->
                                        source.path().substring(0, source.path().lastIndexOf('/')))
                                .toList());
        assertThat(rooms)
                .allSatisfy(room ->
                        assertThat(Tree.ROOT.resolve(room).resolve("package-info.java")).exists());
    }

    @Test
    void onlyTheSharedClockAsksTheSystemForTheTime() {
        Pattern now =
                Pattern.compile(
                        "\\b(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime|Clock)\\.(now|system\\w*)\\(|currentTimeMillis\\(");
        assertThat(hits(MAIN, now, source -> !source.name().equals("SharedClock.java"))).isEmpty();
    }

    @Test
    void japansTimeZoneIsNamedOnce() {
        assertThat(
                        hits(
                                MAIN,
                                Pattern.compile("ZoneId\\.of\\("),
                                source -> !source.name().equals("SharedClock.java")))
                .isEmpty();
    }

    @Test
    void nothingOfOursIsMocked() {
        assertThat(
                        hits(
                                JAVA,
                                Pattern.compile("import (static )?org\\.(mockito|easymock)"),
                                source -> true))
                .isEmpty();
    }

    @Test
    void sqlListsItsColumns() {
        assertThat(hits(MAIN, Pattern.compile("(?i)select\\s+\\*"), source -> true)).isEmpty();
    }

    @Test
    void sqlOfTheServerStandsOnlyInTables() {
        Pattern sql =
                Pattern.compile(
                        "\"\\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|COPY|TRUNCATE)\\s",
                        Pattern.CASE_INSENSITIVE);
        assertThat(
                        hits(
                                MAIN,
                                sql,
                                source ->
                                        source.under("server/")
                                                && !source.name().endsWith("Table.java")
                                                && !source.name().equals("Migrations.java")))
                .isEmpty();
    }

    @Test
    void noTableNamesASchemaOfAnotherContext() {
        List<String> wrong = new ArrayList<>();
        for (Source source : MAIN) {
            if (!source.under("server/") || !source.name().endsWith("Table.java")) {
                continue;
            }
            String context = source.path().replaceFirst(".*/server/(\\w+)/[^/]+$", "$1");
            for (String[] owner : SCHEMA_OWNERS) {
                Pattern use =
                        Pattern.compile(
                                "(?i)\\b(from|join|into|update|call|select)\\s+"
                                        + owner[0]
                                        + "\\.\\w+");
                if (!owner[1].equals(context) && use.matcher(source.text()).find()) {
                    wrong.add(source.path() + " uses schema " + owner[0]);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noFailureIsSwallowedWhole() {
        assertThat(
                        hits(
                                MAIN,
                                Pattern.compile("catch \\((final )?(Exception|Throwable)\\b"),
                                source -> true))
                .isEmpty();
        assertThat(hits(MAIN, Pattern.compile("catch \\([^)]*\\) \\{\\s*\\}"), source -> true))
                .isEmpty();
    }

    @Test
    void theServerDoesNotPrint() {
        // STARTED is the one line that whoever started the process waits for
        assertThat(
                        hits(
                                MAIN,
                                Pattern.compile(
                                        "System\\.(out|err)\\.(?!println\\(\"STARTED\"\\))\\w+|printStackTrace"),
                                source -> source.under("server/")))
                .isEmpty();
    }

    @Test
    void everyPublicTypeIsExplained() {
        Pattern bare =
                Pattern.compile(
                        "(?<!\\*/)\\n(?:@\\w+(?:\\([^)]*\\))?\\n)*public (?:final |sealed"
                                + " |non-sealed |abstract |static"
                                + " )*(?:class|record|interface|enum|@interface) \\w+");
        List<String> unexplained = new ArrayList<>();
        for (Source source : MAIN) {
            bare.matcher(source.text())
                    .results()
                    .filter(match -> !explained(source.text(), match))
                    .forEach(match -> unexplained.add(source.path()));
        }
        assertThat(unexplained).isEmpty();
    }

    /** Annotations may stand between the explanation and the type. */
    private static boolean explained(String text, MatchResult match) {
        String before = text.substring(0, match.start()).stripTrailing();
        return before.replaceFirst("(\\s*@\\w+(\\([^()]*\\))?)+$", "").endsWith("*/");
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(hits(JAVA, Pattern.compile("\\b(T[O]DO|F[I]XME|X{3})\\b"), source -> true))
                .isEmpty();
    }

    @Test
    void everyLinkOfTheDocumentsLeadsSomewhere() {
        Pattern link = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
        List<String> dead = new ArrayList<>();
        for (Source page : Tree.files(path -> path.endsWith(".md"))) {
            link.matcher(page.text())
                    .results()
                    .map(match -> match.group(1))
                    .filter(target -> !target.matches("[a-z]+:.*"))
                    .filter(target ->
                            !Files.exists(
                                    Tree.ROOT
                                            .resolve(page.path())
                                            .resolveSibling(Path.of(target))
                                            .normalize()))
                    .forEach(target -> dead.add(page.path() + " -> " + target));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void nothingNamesAPlaceOfOneMachine() {
        Pattern place = Pattern.compile("(?<![\\w.$}])/(work|home/\\w+|root)/\\w");
        assertThat(
                        hits(
                                Tree.files(path ->
                                        path.matches(
                                                "(?!.*/src/test/resources/).*\\.(java|md|xml|sql|ya?ml|properties)|onshi|check|jdk\\.sh|\\.ci/run")),
                                place,
                                source -> !source.name().equals("TidyTest.java")))
                .isEmpty();
    }

    @Test
    void nobodyLeftALooseFile() {
        assertThat(Tree.files(path -> path.matches("[^/]+\\.txt|.*\\.(orig|rej|patch|bak)")))
                .isEmpty();
    }

    private static List<String> hits(
            List<Source> sources, Pattern pattern, Predicate<Source> where) {
        List<String> hits = new ArrayList<>();
        for (Source source : sources) {
            if (where.test(source)) {
                pattern.matcher(source.text())
                        .results()
                        .forEach(match -> hits.add(source.path() + ": " + match.group().strip()));
            }
        }
        return hits;
    }
}

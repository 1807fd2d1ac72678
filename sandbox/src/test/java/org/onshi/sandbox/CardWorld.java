package org.onshi.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.Sex;
import org.onshi.wire.ResidentRow;
import org.onshi.wire.SharedClock;

/** A small world of cards for tests: authorities made once, residents, a clock of one's own. */
final class CardWorld implements AutoCloseable {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    static final String HANAKO_NUMBER = "998000000010";

    private static final Jpki JPKI = Jpki.in(new Keys(temporary().resolve("keys")));

    final Path folder;
    final SharedClock clock;
    final ResidentRegister register;
    private CardOffice office;

    /** In this folder, which may have been used before. */
    CardWorld(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        Path clockFile = folder.resolve("clock");
        this.clock =
                Files.exists(clockFile)
                        ? SharedClock.at(clockFile)
                        : SharedClock.startingAt(clockFile, Instant.parse(TODAY + "T00:30:00Z"));
        this.register = ResidentRegister.open(folder);
        enter("HANAKO", HANAKO_NUMBER, "1985-04-12");
        enter("SORA", "998000000028", "2026-11-08");
        enter("MEI", "998000000079", "2012-06-06");
        this.office = CardOffice.open(folder, JPKI, register, clock);
    }

    private static Path temporary() {
        try {
            Path made = Files.createTempDirectory("onshi-jpki");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enter(String person, String number, String birth) {
        register.enter(
                new ResidentRow(
                        new IndividualNumber(number),
                        "山田　" + person,
                        "ヤマダ",
                        LocalDate.parse(birth),
                        Sex.FEMALE,
                        "199-0001",
                        "東京都恩志市一丁目",
                        person));
        register.commit();
    }

    static Jpki jpki() {
        return JPKI;
    }

    CardOffice office() {
        return office;
    }

    /** As after a stop and a start. */
    CardOffice reopened() {
        office.close();
        office = CardOffice.open(folder, JPKI, register, clock);
        return office;
    }

    CardEntry issue(String person) {
        return office.issue(wish(person));
    }

    static CardOffice.Wish wish(String person) {
        return new CardOffice.Wish(
                person, Optional.empty(), Optional.empty(), Optional.of("4321"), false);
    }

    static CardOffice.Wish wish(String person, CardKind kind, String expires) {
        return new CardOffice.Wish(
                person,
                Optional.of(kind),
                Optional.of(expires).filter(day -> !day.isEmpty()).map(LocalDate::parse),
                Optional.empty(),
                false);
    }

    @Override
    public void close() {
        office.close();
        register.close();
    }
}

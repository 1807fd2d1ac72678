package org.onshi.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.onshi.server.identity.TestJpki.TestCard;
import org.onshi.server.outside.TestOutside;
import org.onshi.server.rules.Rules;

/** Presences as their proofs leave them, by cards of a test's own JPKI. */
public final class TestPresences {
    private final PresenceTable table;
    private final EarlierPresences earlier;

    public TestPresences(DataSource store, TestJpki jpki, InstantSource clock) {
        IdentitySettings settings = settings(anchors(jpki));
        this.table = new PresenceTable(store);
        this.earlier =
                new EarlierPresences(
                        store,
                        new Revocations(
                                TestOutside.revocations(jpki.ocspUrl(), clock), settings, clock),
                        Rules.published(),
                        settings,
                        clock);
    }

    /** What may be asked about them later. */
    public EarlierPresences earlier() {
        return earlier;
    }

    /** The same presence, kept as one that this card proved. */
    public Presence keep(Presence presence, TestCard card) {
        table.insert(
                new PresenceTable.Kept(
                        presence,
                        TestJpki.id(card),
                        CardCertificate.read(card.der()).expiresOn(),
                        presence.at().plus(Duration.ofMinutes(30))));
        return presence;
    }

    static IdentitySettings settings(Path anchors) {
        return new IdentitySettings(
                anchors,
                null,
                null,
                Duration.ofSeconds(120),
                Duration.ofMinutes(30),
                GraceCounting.MONTH_END,
                List.of(TestJpki.CARD_POLICY),
                List.of(TestJpki.PHONE_POLICY),
                Duration.ofSeconds(60),
                Duration.ofHours(24));
    }

    private static Path anchors(TestJpki jpki) {
        try {
            return jpki.anchors(Files.createTempDirectory("onshi-anchors"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

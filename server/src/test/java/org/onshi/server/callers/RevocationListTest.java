package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.server.Await;
import org.onshi.server.TestKeys;
import org.onshi.server.callers.RevocationList.Reliance;

/** Which list is believed, and what becomes of one that is late. */
class RevocationListTest {
    private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final BigInteger FIRST = BigInteger.ONE;
    private static final BigInteger SECOND = BigInteger.TWO;

    @TempDir private Path folder;
    private TestKeys keys;
    private Instant now = AT;

    @BeforeEach
    void makeKeys() {
        keys = TestKeys.in(folder);
    }

    private RevocationList list() {
        InstantSource clock = () -> now;
        return new RevocationList(
                Optional.of(folder.resolve("ca.crl")),
                folder.resolve("ca.pem"),
                clock,
                Duration.ofMillis(5));
    }

    /** Number 0 stands for none. */
    private void write(long number, Instant thisUpdate, BigInteger... revoked) {
        keys.revocationList(list -> {
            list.setThisUpdate(Date.from(thisUpdate));
            list.setNextUpdate(Date.from(thisUpdate.plus(DAY)));
            if (number > 0) {
                list.addExtension(
                        Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            }
            for (BigInteger serial : revoked) {
                list.addCRLEntry(serial, Date.from(thisUpdate), CRLReason.keyCompromise);
            }
        });
    }

    private static void becomes(RevocationList list, Reliance reliance) {
        Await.until("the list is " + reliance, () -> list.reliance() == reliance);
    }

    @Test
    void aNewerListIsTakenOver() {
        write(7, AT, FIRST);
        RevocationList list = list();
        assertThat(list.holds(FIRST)).isTrue();
        write(8, AT, FIRST, SECOND);
        Await.until("the second is revoked", () -> list.holds(SECOND));
        assertThat(list.reliance()).isEqualTo(Reliance.CURRENT);
    }

    /** 0 stands for a list without a number; 130 takes two octets, 2^64 nine. */
    @ParameterizedTest
    @CsvSource({
        "8, 7, 60",
        "8, 0, 60",
        "130, 127, 60",
        "9223372036854775807, 1, 60",
        "8, 8, -1",
        "0, 0, -1"
    })
    void anOlderListPutBackDoesNotUndoARevocation(long inForce, long older, long secondsLater) {
        write(inForce, AT, FIRST);
        RevocationList list = list();
        write(older, AT.plusSeconds(secondsLater));
        becomes(list, Reliance.NOT_BELIEVED);
        assertThat(list.holds(FIRST)).isTrue();
        write(inForce, AT, FIRST);
        becomes(list, Reliance.CURRENT);
        assertThat(list.holds(FIRST)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 0", "8, 9, -60", "0, 0, 0", "0, 1, -60", "127, 128, 0"})
    void aListThatFollowsMayTakeACertificateOff(long inForce, long next, long secondsLater) {
        write(inForce, AT, FIRST);
        RevocationList list = list();
        write(next, AT.plusSeconds(secondsLater));
        Await.until("the first is no longer revoked", () -> !list.holds(FIRST));
        assertThat(list.reliance()).isEqualTo(Reliance.CURRENT);
    }

    @Test
    void aListPastItsNextUpdateStaysInForceAndSaysSo() {
        write(1, AT, FIRST);
        RevocationList list = list();
        now = AT.plus(DAY);
        assertThat(list.reliance()).isEqualTo(Reliance.CURRENT);
        now = AT.plus(DAY).plusSeconds(1);
        assertThat(list.reliance()).isEqualTo(Reliance.OVERDUE);
        assertThat(list.overdue()).isEqualTo(Duration.ofSeconds(1));
        write(2, now, FIRST);
        Await.until("the measurement alone sees the next list", () -> list.overdue().isZero());
        now = AT.plus(Duration.ofDays(400));
        assertThat(list.holds(FIRST)).isTrue();
        assertThat(list.holds(SECOND)).isFalse();
        write(3, now, FIRST, SECOND);
        becomes(list, Reliance.CURRENT);
        assertThat(list.holds(SECOND)).isTrue();
        assertThat(list.overdue()).isZero();
    }

    @Test
    void aListThatIsOverdueAtTheStartOpensTheDoorsToAllButThoseItNames() {
        write(1, AT, FIRST);
        now = AT.plus(Duration.ofDays(2));
        RevocationList list = list();
        assertThat(list.reliance()).isEqualTo(Reliance.OVERDUE);
        assertThat(list.holds(FIRST)).isTrue();
    }

    @Test
    void aListWithoutANextUpdateIsNeverOverdue() {
        keys.revocationList(
                list -> list.addCRLEntry(FIRST, Date.from(AT), CRLReason.keyCompromise));
        now = AT.plus(Duration.ofDays(4_000));
        assertThat(list().reliance()).isEqualTo(Reliance.CURRENT);
    }

    @Test
    void aDeltaListIsNotTakenForTheWhole() {
        write(1, AT, FIRST);
        RevocationList list = list();
        keys.revocationList(delta -> {
            delta.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.TEN));
            delta.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE));
        });
        becomes(list, Reliance.NOT_BELIEVED);
        assertThat(list.holds(FIRST)).isTrue();
        assertThatThrownBy(this::list)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onshi.tls.crl");
    }

    @Test
    void aBrokenOrLostFileLeavesTheLastGoodListInForce() throws IOException {
        write(1, AT, FIRST);
        RevocationList list = list();
        Files.writeString(folder.resolve("ca.crl"), "-----BEGIN X509 CRL-----\n");
        becomes(list, Reliance.NOT_BELIEVED);
        assertThat(list.holds(FIRST)).isTrue();
        write(2, AT, FIRST);
        becomes(list, Reliance.CURRENT);
        Files.delete(folder.resolve("ca.crl"));
        becomes(list, Reliance.NOT_BELIEVED);
        assertThat(list.holds(FIRST)).isTrue();
        write(3, AT, SECOND);
        becomes(list, Reliance.CURRENT);
        assertThat(list.holds(SECOND)).isTrue();
    }

    @Test
    void aListOfAnotherAuthorityIsNotBelieved() throws IOException {
        write(1, AT, FIRST);
        RevocationList list = list();
        Path elsewhere = Files.createDirectory(folder.resolve("other"));
        TestKeys.in(elsewhere);
        Files.copy(
                elsewhere.resolve("ca.crl"),
                folder.resolve("ca.crl"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        becomes(list, Reliance.NOT_BELIEVED);
        assertThat(list.holds(FIRST)).isTrue();
    }
}

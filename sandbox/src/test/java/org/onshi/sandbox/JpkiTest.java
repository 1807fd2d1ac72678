package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpkiTest {
    private static final LocalDate ISSUED = LocalDate.of(2024, 6, 3);
    private static final LocalDate LAST_DAY = LocalDate.of(2029, 4, 12);
    private static final KeyPair HOLDER_KEY = RsaKeys.make();

    @TempDir private static Path folder;
    private static Keys keys;
    private static Jpki jpki;

    @BeforeAll
    static void make() {
        keys = new Keys(folder.resolve("keys"));
        jpki = Jpki.in(keys);
    }

    private static X509Certificate authentication(JpkiAuthority authority) {
        return authority.authentication(
                BigInteger.valueOf(77),
                "0123456789ABCDEFGHIJ",
                ISSUED,
                LAST_DAY,
                "1.2.392.200149.8.5.1.3.30",
                HOLDER_KEY.getPublic());
    }

    private static List<X509Certificate> read(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    @Test
    void threeGenerationsShareOneNameAndNoKey() throws IOException, GeneralSecurityException {
        for (Path file : List.of(keys.jpkiAnchors(), keys.jpkiSignatureAnchors())) {
            List<X509Certificate> anchors = read(file);
            assertThat(anchors).hasSize(3);
            assertThat(anchors).extracting(X509Certificate::getSubjectX500Principal).hasSize(3);
            assertThat(
                            Set.copyOf(
                                    anchors.stream()
                                            .map(X509Certificate::getSubjectX500Principal)
                                            .toList()))
                    .hasSize(1);
            assertThat(Set.copyOf(anchors.stream().map(Certificate::getPublicKey).toList()))
                    .hasSize(3);
            for (X509Certificate anchor : anchors) {
                assertThat(anchor.getBasicConstraints()).isNotNegative();
                assertThat(((RSAPublicKey) anchor.getPublicKey()).getModulus().bitLength())
                        .isEqualTo(2048);
                assertThat(anchor.getSigAlgName()).isEqualTo("SHA256withRSA");
            }
        }
        assertThat(read(keys.jpkiAnchors()).getFirst().getSubjectX500Principal().getName())
                .contains("OU=JPKI for user authentication");
    }

    @Test
    void theTestHierarchyIsToldApartByItsKeyOnly() throws IOException, GeneralSecurityException {
        X509Certificate test = read(keys.jpkiTestAnchors()).getFirst();
        List<X509Certificate> real = read(keys.jpkiAnchors());
        assertThat(test.getSubjectX500Principal())
                .isEqualTo(real.getFirst().getSubjectX500Principal());
        X509Certificate card = authentication(jpki.authentication(ISSUED, true));
        card.verify(test.getPublicKey());
        for (X509Certificate anchor : real) {
            assertThatThrownBy(() -> card.verify(anchor.getPublicKey()))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void aCardsCertificateChainsToTheGenerationThatIssuesOnItsDay()
            throws GeneralSecurityException {
        assertThat(
                        Stream.of(
                                        "2018-01-01",
                                        "2019-09-21",
                                        "2019-09-22",
                                        "2023-07-22",
                                        "2023-07-23")
                                .map(day -> jpki.authentication(LocalDate.parse(day), false))
                                .map(one -> jpki.answeredFor().indexOf(one)))
                .containsExactly(0, 0, 1, 1, 2);
        X509Certificate card = authentication(jpki.authentication(ISSUED, false));
        for (JpkiAuthority authority : jpki.answeredFor()) {
            PKIXParameters trust =
                    new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
            trust.setRevocationEnabled(false);
            // it says where the practice statement is, and the extension is critical
            trust.setPolicyQualifiersRejected(false);
            trust.setDate(Date.from(ISSUED.atStartOfDay(ZoneId.of("Asia/Tokyo")).toInstant()));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (authority.equals(jpki.authentication(ISSUED, false))) {
                CertPathValidator.getInstance("PKIX")
                        .validate(factory.generateCertPath(List.of(card)), trust);
            } else {
                assertThatThrownBy(() ->
                                CertPathValidator.getInstance("PKIX")
                                        .validate(factory.generateCertPath(List.of(card)), trust))
                        .isInstanceOf(GeneralSecurityException.class);
            }
        }
    }

    @Test
    void theProfileIsThatOfUserAuthentication() {
        X509Certificate card = authentication(jpki.authentication(ISSUED, false));
        boolean[] usage = card.getKeyUsage();
        assertThat(usage[0]).isTrue();
        assertThat(usage[1]).isFalse();
        assertThat(card.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.32");
        assertThat(card.getBasicConstraints()).isNegative();
        assertThat(card.getNotAfter().toInstant()).isEqualTo("2029-04-12T14:59:59Z");
        assertThat(card.getNotBefore().toInstant()).isEqualTo("2024-06-02T15:00:00Z");
        assertThat(card.getSubjectX500Principal().getName())
                .isEqualTo("CN=0123456789ABCDEFGHIJ,C=JP");
    }

    @Test
    void theSignatureCertificateSaysWhoTheHolderIs() throws GeneralSecurityException {
        CardHolder holder =
                new CardHolder("山田　花子", "ヤマダ　ハナコ", "東京都恩志市一丁目", LocalDate.of(1985, 4, 12), 2);
        X509Certificate card =
                jpki.signature(ISSUED)
                        .signature(
                                BigInteger.TEN,
                                "X",
                                ISSUED,
                                LAST_DAY,
                                "1.2.392.200149.8.5.1.1.20",
                                holder,
                                HOLDER_KEY.getPublic());
        card.verify(jpki.signature(ISSUED).certificate().getPublicKey());
        assertThat(card.getKeyUsage()[1]).isTrue();
        assertThat(card.getSubjectAlternativeNames()).hasSize(4);
        assertThat(new String(card.getExtensionValue("2.5.29.17"), StandardCharsets.UTF_8))
                .contains("山田　花子", "319850412");
    }

    @Test
    void aKeptFolderGivesTheSameAuthorities() throws IOException {
        byte[] anchors = Files.readAllBytes(keys.jpkiAnchors());
        Files.delete(keys.jpkiAnchors());
        Jpki again = Jpki.in(keys);
        assertThat(Files.readAllBytes(keys.jpkiAnchors())).isEqualTo(anchors);
        assertThat(authentication(again.authentication(ISSUED, false)))
                .isEqualTo(authentication(jpki.authentication(ISSUED, false)));
        try (Stream<Path> files = Files.walk(keys.folder())) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(11)
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file))
                                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }
}

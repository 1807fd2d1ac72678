package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;

class KeysTest {
    private static final FacilityCode CLINIC = new FacilityCode("0110113719");
    private static final FacilityCode PHARMACY = FacilityCode.withCheckDigit("134990001");
    private static final InsurerNumber INSURER = new InsurerNumber("01130012");
    private static final InsurerNumber MUNICIPALITY = new InsurerNumber("138016");

    @TempDir private Path folder;

    private Keys make() {
        return Keys.makeIn(
                folder.resolve("keys"), List.of(CLINIC, PHARMACY), List.of(INSURER, MUNICIPALITY));
    }

    private Keys make(Instant at) {
        return Keys.makeIn(folder.resolve("keys"), List.of(CLINIC), List.of(INSURER), at);
    }

    @Test
    void everyCallerChainsToTheAuthorityAndIsNamedByItsRole() throws GeneralSecurityException {
        Keys keys = make();
        assertThat(subject(trusted(keys, keys.facility(CLINIC))))
                .contains("CN=0110113719", "OU=facility", "O=Onshi", "SERIALNUMBER=0110113719-01");
        assertThat(subject(trusted(keys, keys.facility(PHARMACY)))).contains("OU=facility");
        assertThat(subject(trusted(keys, keys.insurer(INSURER))))
                .contains("CN=01130012", "OU=insurer", "O=Onshi");
        assertThat(subject(trusted(keys, keys.insurer(MUNICIPALITY))))
                .contains("CN=138016", "OU=insurer");
        assertThat(subject(trusted(keys, keys.operator())))
                .contains("CN=operator", "OU=operator", "O=Onshi");
    }

    @Test
    void theServerIsKnownAsLoopbackAndLocalhost() throws GeneralSecurityException {
        Keys keys = make();
        X509Certificate server = trusted(keys, keys.server());
        assertThat(
                        server.getSubjectAlternativeNames().stream()
                                .map(name -> String.valueOf(name.get(1))))
                .contains("localhost", "127.0.0.1");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void theRevokedCertificateIsGoodButForTheList() throws GeneralSecurityException, IOException {
        Keys keys = make();
        X509Certificate revoked = trusted(keys, keys.revoked());
        X509CRL list = revocationList(keys);
        list.verify(certificate(keys.authority()).getPublicKey());
        assertThat(list.isRevoked(revoked)).isTrue();
        assertThat(list.isRevoked(trusted(keys, keys.facility(CLINIC)))).isFalse();
    }

    @Test
    void theRevocationListIsNumberedAndRenewedAtHalfOfItsTime()
            throws GeneralSecurityException, IOException {
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        Duration half = CertificateAuthority.LIST_VALID_FOR.dividedBy(2);
        Keys keys = make(begun);
        BigInteger first = number(keys);
        assertThat(revocationList(keys).getNextUpdate().toInstant())
                .isEqualTo(begun.plus(CertificateAuthority.LIST_VALID_FOR));
        make(begun.plus(half).minusSeconds(1));
        assertThat(number(keys)).isEqualTo(first);
        make(begun.plus(half));
        BigInteger second = number(keys);
        assertThat(second).isGreaterThan(first);
        assertThat(revocationList(keys).isRevoked(leaf(keys, keys.revoked()))).isTrue();
        Files.delete(keys.revocationList());
        make(begun.plus(half).plusSeconds(1));
        assertThat(number(keys)).isGreaterThan(second);
    }

    /** Behind the heads of an octet string and of the integer in it. */
    private static BigInteger number(Keys keys) throws GeneralSecurityException, IOException {
        byte[] der = revocationList(keys).getExtensionValue("2.5.29.20");
        return new BigInteger(Arrays.copyOfRange(der, 4, der.length));
    }

    @Test
    void theExpiredCertificateIsOfTheAuthorityButRanOut() throws GeneralSecurityException {
        Keys keys = make();
        X509Certificate expired = leaf(keys, keys.expired());
        expired.verify(certificate(keys.authority()).getPublicKey());
        assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void theForeignCertificateIsOfSomebodyElse() throws GeneralSecurityException {
        Keys keys = make();
        X509Certificate foreign = leaf(keys, keys.foreign());
        foreign.checkValidity();
        assertThat(subject(foreign)).contains("CN=0110113719");
        assertThatThrownBy(() -> trusted(keys, keys.foreign()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void theAuditKeyPairBelongsTogetherAndIsNamedAsASignedNoteVerifier()
            throws GeneralSecurityException, IOException {
        Keys keys = make();
        String verifier = Files.readString(keys.auditPublicKey()).strip();
        String[] parts = verifier.split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        assertThat(parts[0]).isEqualTo(Keys.AUDIT_ORIGIN);
        assertThat(typed).hasSize(33).startsWith(1);
        byte[] key = Arrays.copyOfRange(typed, 1, typed.length);
        byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] whole = Arrays.copyOf(spki, spki.length + key.length);
        System.arraycopy(key, 0, whole, spki.length, key.length);
        KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(ed25519.generatePrivate(new PKCS8EncodedKeySpec(pem(keys.auditKey()))));
        signature.update(typed);
        byte[] signed = signature.sign();
        signature.initVerify(ed25519.generatePublic(new X509EncodedKeySpec(whole)));
        signature.update(typed);
        assertThat(signature.verify(signed)).isTrue();
        assertThat(parts[1]).matches("[0-9a-f]{8}");
    }

    @Test
    void theVaultHasAKeyOf32Bytes() throws IOException {
        List<String> lines = Files.readAllLines(make().vaultKeys());
        assertThat(lines).singleElement().asString().startsWith("k1=");
        assertThat(Base64.getDecoder().decode(lines.getFirst().substring(3))).hasSize(32);
    }

    @Test
    void onlyTheOwnerReadsTheKeys() throws IOException {
        Keys keys = make();
        try (Stream<Path> files = Files.walk(keys.folder())) {
            assertThat(files)
                    .allSatisfy(file -> {
                        String expected = Files.isDirectory(file) ? "rwx------" : "rw-------";
                        assertThat(
                                        PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(file)))
                                .isEqualTo(expected);
                    });
        }
    }

    @Test
    void aKeptFolderStaysAsItIsAndANewCallerIsAdded() throws IOException, GeneralSecurityException {
        Keys keys = make();
        Map<Path, String> before = contents(keys.folder());
        make();
        assertThat(contents(keys.folder())).isEqualTo(before);
        FacilityCode dentist = FacilityCode.withCheckDigit("133990001");
        Keys.makeIn(
                keys.folder(), List.of(CLINIC, PHARMACY, dentist), List.of(INSURER, MUNICIPALITY));
        assertThat(contents(keys.folder())).containsAllEntriesOf(before).hasSize(before.size() + 1);
        assertThat(subject(trusted(keys, keys.facility(dentist))))
                .contains("CN=" + dentist.digits());
    }

    @Test
    void aLostAuthorityCertificateIsMadeAgainForTheKeptKey()
            throws GeneralSecurityException, IOException {
        Keys keys = make();
        Files.delete(keys.authority());
        make();
        X509Certificate old = leaf(keys, keys.facility(CLINIC));
        old.verify(certificate(keys.authority()).getPublicKey());
    }

    private static Map<Path, String> contents(Path folder) throws IOException {
        Map<Path, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            contents.put(file, HexFormat.of().formatHex(PrivateFiles.read(file))));
        }
        return contents;
    }

    private static List<String> subject(X509Certificate certificate) {
        return List.of(certificate.getSubjectX500Principal().toString().split(", "));
    }

    /** The leaf, once its path to the authority was found good by Java's own validator. */
    private static X509Certificate trusted(Keys keys, Path store) throws GeneralSecurityException {
        X509Certificate leaf = leaf(keys, store);
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(certificate(keys.authority()), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)),
                        parameters);
        return leaf;
    }

    private static X509Certificate leaf(Keys keys, Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            char[] password =
                    Files.readString(keys.passwordFile(), StandardCharsets.US_ASCII).toCharArray();
            store.load(in, password);
            assertThat(store.getKey("onshi", password).getAlgorithm()).isEqualTo("EC");
            assertThat(store.getCertificateChain("onshi")).hasSize(2);
            return (X509Certificate) store.getCertificate("onshi");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509Certificate certificate(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509CRL revocationList(Keys keys) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(keys.revocationList())) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        }
    }

    private static byte[] pem(Path file) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
    }
}

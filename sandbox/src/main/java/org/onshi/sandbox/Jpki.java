package org.onshi.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The authorities of JPKI (公的個人認証サービス), simulated: three generations of the user-authentication
 * authority under one name, three of the signature authority, and a test hierarchy of the first
 * one's name that only its key tells apart (facts §4.2).
 *
 * <p>Kept are the private keys, each in a file of its own; everything else follows from them.
 */
final class Jpki {
    private static final X500Name AUTHENTICATION_NAME =
            new X500Name(
                    "C=JP,O=JPKI,OU=JPKI for user authentication,"
                            + "OU=Japan Agency for Local Authority Information Systems");
    private static final X500Name SIGNATURE_NAME =
            new X500Name(
                    "C=JP,O=JPKI,OU=JPKI for digital signature,"
                            + "OU=Japan Agency for Local Authority Information Systems");

    private final Map<Generation, JpkiAuthority> authentication;
    private final Map<Generation, JpkiAuthority> signature;
    private final JpkiAuthority test;
    private final KeyPair responderKey;

    /**
     * The generations. The first and the third begin as the real ones do; the second one's dates
     * are made up, and the third lives longer than the real one, so that a demo may stand on any
     * day.
     */
    private enum Generation {
        FIRST("1", 1, 1, "2015-10-20", "2015-10-20", "2025-10-19"),
        SECOND("2", 57_190_547, 54_408_464, "2019-09-15", "2019-09-22", "2029-09-14"),
        THIRD("3", 114_393_094, 108_816_929, "2023-07-16", "2023-07-23", "2053-07-15");

        private final String number;
        private final long authenticationSerial;
        private final long signatureSerial;
        private final LocalDate firstDay;
        private final LocalDate issuesFrom;
        private final LocalDate lastDay;

        Generation(
                String number,
                long authenticationSerial,
                long signatureSerial,
                String firstDay,
                String issuesFrom,
                String lastDay) {
            this.number = number;
            this.authenticationSerial = authenticationSerial;
            this.signatureSerial = signatureSerial;
            this.firstDay = LocalDate.parse(firstDay);
            this.issuesFrom = LocalDate.parse(issuesFrom);
            this.lastDay = LocalDate.parse(lastDay);
        }

        /** The one that issues on this day; before the first begins, the first. */
        static Generation issuingOn(LocalDate day) {
            return Arrays.stream(values())
                    .filter(one -> !day.isBefore(one.issuesFrom))
                    .reduce((earlier, later) -> later)
                    .orElse(FIRST);
        }
    }

    private Jpki(
            Map<Generation, JpkiAuthority> authentication,
            Map<Generation, JpkiAuthority> signature,
            JpkiAuthority test,
            KeyPair responderKey) {
        this.authentication = authentication;
        this.signature = signature;
        this.test = test;
        this.responderKey = responderKey;
    }

    /**
     * The authorities kept in a keys folder; what is missing is made, the anchors' files included.
     */
    static Jpki in(Keys keys) {
        Path folder = keys.folder().resolve("jpki");
        PrivateFiles.folder(keys.folder());
        PrivateFiles.folder(keys.folder().resolve("bad"));
        PrivateFiles.folder(folder);
        Map<String, KeyPair> pairs = pairs(folder);
        Jpki jpki =
                new Jpki(
                        generations(one ->
                                new JpkiAuthority(
                                        AUTHENTICATION_NAME,
                                        pairs.get(authenticationFile(one)),
                                        BigInteger.valueOf(one.authenticationSerial),
                                        one.firstDay,
                                        one.lastDay)),
                        generations(one ->
                                new JpkiAuthority(
                                        SIGNATURE_NAME,
                                        pairs.get(signatureFile(one)),
                                        BigInteger.valueOf(one.signatureSerial),
                                        one.firstDay,
                                        one.lastDay)),
                        new JpkiAuthority(
                                AUTHENTICATION_NAME,
                                pairs.get("test"),
                                BigInteger.ONE,
                                Generation.FIRST.firstDay,
                                Generation.THIRD.lastDay),
                        pairs.get("responder"));
        writeAnchors(keys.jpkiAnchors(), jpki.authentication.values().stream());
        writeAnchors(keys.jpkiSignatureAnchors(), jpki.signature.values().stream());
        writeAnchors(keys.jpkiTestAnchors(), Stream.of(jpki.test));
        return jpki;
    }

    /**
     * Who issues user-authentication certificates on this day.
     *
     * @param ofTest of the test hierarchy instead
     */
    JpkiAuthority authentication(LocalDate day, boolean ofTest) {
        return ofTest ? test : authentication.get(Generation.issuingOn(day));
    }

    /** Who issues signature certificates on this day. */
    JpkiAuthority signature(LocalDate day) {
        return signature.get(Generation.issuingOn(day));
    }

    /** The authorities whose certificates the responder speaks about. */
    List<JpkiAuthority> answeredFor() {
        return Stream.concat(authentication.values().stream(), Stream.of(test)).toList();
    }

    /** The user-authentication authority with this key, the test hierarchy's included. */
    Optional<JpkiAuthority> authority(String keyId) {
        return answeredFor().stream().filter(one -> one.keyId().equals(keyId)).findFirst();
    }

    /** The key of the OCSP responder, which every authority certifies. */
    KeyPair responderKey() {
        return responderKey;
    }

    /** Made at the same time: each takes a while, and there are several processors. */
    private static Map<String, KeyPair> pairs(Path folder) {
        Stream<String> names =
                Stream.concat(
                        Arrays.stream(Generation.values())
                                .flatMap(one ->
                                        Stream.of(authenticationFile(one), signatureFile(one))),
                        Stream.of("test", "responder"));
        return names.toList().parallelStream()
                .collect(Collectors.toConcurrentMap(name -> name, name -> pair(folder, name)));
    }

    private static KeyPair pair(Path folder, String name) {
        Path file = folder.resolve(name + "-key.pem");
        if (Files.exists(file)) {
            return RsaKeys.pair(Keys.readKey(file, "RSA"));
        }
        KeyPair made = RsaKeys.make();
        Keys.writePem(file, "PRIVATE KEY", made.getPrivate().getEncoded());
        return made;
    }

    private static String authenticationFile(Generation one) {
        return "authentication-" + one.number;
    }

    private static String signatureFile(Generation one) {
        return "signature-" + one.number;
    }

    private static Map<Generation, JpkiAuthority> generations(
            Function<Generation, JpkiAuthority> maker) {
        return Arrays.stream(Generation.values())
                .collect(
                        Collectors.toMap(
                                one -> one,
                                maker,
                                (one, other) -> one,
                                () -> new EnumMap<>(Generation.class)));
    }

    private static void writeAnchors(Path file, Stream<JpkiAuthority> authorities) {
        String text =
                authorities
                        .map(one -> {
                            try {
                                return Keys.pem("CERTIFICATE", one.certificate().getEncoded());
                            } catch (GeneralSecurityException e) {
                                throw new IllegalStateException(
                                        "an anchor could not be encoded", e);
                            }
                        })
                        .collect(Collectors.joining());
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (!Files.exists(file) || !Arrays.equals(PrivateFiles.read(file), bytes)) {
            PrivateFiles.write(file, bytes);
        }
    }
}

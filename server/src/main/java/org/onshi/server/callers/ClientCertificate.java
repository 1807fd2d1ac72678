package org.onshi.server.callers;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that passed the handshake, as far as a door needs it. Read once a TLS session and
 * kept with it, since parsing a distinguished name for every request would cost more than the
 * lookup it guards.
 *
 * @param caller whose it is; absent when the subject names none of our callers (another role of the
 *     same authority, such as a server)
 * @param serial serial number given by the authority; what a revocation list names
 * @param shown the certificate itself
 */
record ClientCertificate(Optional<Caller> caller, BigInteger serial, X509Certificate shown) {
    private static final Map<String, String> SERIAL_NUMBER_OID = Map.of("2.5.4.5", "SERIALNUMBER");
    private static final Pattern TERMINAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern FACILITY = Pattern.compile("[0-9]{10}");
    private static final Pattern INSURER = Pattern.compile("[0-9]{6}|[0-9]{8}");

    static ClientCertificate of(X509Certificate certificate) {
        return new ClientCertificate(
                caller(certificate), certificate.getSerialNumber(), certificate);
    }

    /**
     * Whether it is within its time now; TLS uses real time, whatever Onshi's own clock says
     * (design §3.8).
     */
    boolean valid() {
        try {
            shown.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException over) {
            return false;
        }
    }

    /**
     * The name under which an audit entry records a caller that was refused: its own where it has
     * one.
     */
    String auditName() {
        return caller.map(Caller::auditName).orElse("certificate:" + serial.toString(16));
    }

    private static Optional<Caller> caller(X509Certificate certificate) {
        Map<String, String> subject = attributes(certificate.getSubjectX500Principal());
        String name = subject.getOrDefault("CN", "");
        Optional<String> terminal = Optional.ofNullable(subject.get("SERIALNUMBER"));
        Optional<Door> door =
                switch (subject.getOrDefault("OU", "")) {
                    case "facility" ->
                            FACILITY.matcher(name).matches()
                                    ? Optional.of(Door.FACILITY)
                                    : Optional.empty();
                    case "insurer" ->
                            INSURER.matcher(name).matches()
                                    ? Optional.of(Door.INSURER)
                                    : Optional.empty();
                    case "operator" ->
                            "operator".equals(name) ? Optional.of(Door.OPERATOR) : Optional.empty();
                    default -> Optional.empty();
                };
        if (terminal.isPresent() && !TERMINAL.matcher(terminal.get()).matches()) {
            return Optional.empty();
        }
        return door.map(it -> new Caller(it, name, terminal, fingerprint(certificate)));
    }

    /**
     * An attribute that stands twice makes the subject ambiguous, so it counts as not there: nobody
     * is guessed.
     */
    private static Map<String, String> attributes(X500Principal subject) {
        Map<String, String> values = new HashMap<>();
        try {
            for (Rdn rdn :
                    new LdapName(subject.getName(X500Principal.RFC2253, SERIAL_NUMBER_OID))
                            .getRdns()) {
                if (rdn.size() != 1 || !(rdn.getValue() instanceof String value)) {
                    return Map.of();
                }
                if (values.put(rdn.getType().toUpperCase(Locale.ROOT), value) != null) {
                    return Map.of();
                }
            }
        } catch (InvalidNameException unreadable) {
            return Map.of();
        }
        return values;
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException(
                    "a certificate that passed the handshake has no fingerprint", impossible);
        }
    }
}

package org.onshi.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.CertificateId;
import org.springframework.stereotype.Service;

/**
 * Whose certificate it is (requirements A-14, G-02): the certificate itself names nobody, so only
 * this table does. What stands for a certificate is its digest.
 */
@Service
public class Certificates {
    private final CertificateTable table;

    /** Uses the connection of the running Spring transaction, if there is one. */
    public Certificates(DataSource dataSource) {
        this.table = new CertificateTable(dataSource);
    }

    /** What stands for a certificate: SHA-256 of issuer key and serial, lower-case hex. */
    public static String digest(CertificateId certificate) {
        String text = certificate.issuerKeyId() + "/" + certificate.serial();
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }

    /** Whose it is, where its card is registered. */
    public Optional<UUID> personOf(CertificateId certificate) {
        return table.personOf(digest(certificate));
    }

    /** The same for many; those not registered are left out. */
    public Map<CertificateId, UUID> personsOf(Collection<CertificateId> certificates) {
        Map<String, CertificateId> byDigest =
                certificates.stream()
                        .collect(Collectors.toMap(Certificates::digest, it -> it, (a, _) -> a));
        Map<CertificateId, UUID> persons = new HashMap<>();
        table.personsOf(List.copyOf(byDigest.keySet()))
                .forEach((digest, person) -> persons.put(byDigest.get(digest), person));
        return persons;
    }

    /** From now on it is this person's, in the caller's transaction; the audit log keeps whose. */
    public void move(CertificateId certificate, UUID person, Instant at) {
        table.move(digest(certificate), person, at);
    }

    /**
     * Registers certificates, in the caller's transaction; what is registered already stays as it
     * is, so that doing it twice does nothing.
     *
     * @return those that are new
     */
    public Set<CertificateId> bind(Map<CertificateId, UUID> persons, Instant at) {
        Map<String, CertificateId> byDigest =
                persons.keySet().stream().collect(Collectors.toMap(Certificates::digest, it -> it));
        Map<String, UUID> bindings = new HashMap<>();
        byDigest.forEach((digest, id) -> bindings.put(digest, persons.get(id)));
        return table.bind(bindings, at).stream().map(byDigest::get).collect(Collectors.toSet());
    }
}

package org.onshi.server.callers;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys of the doors ({@code onshi.tls.*}).
 *
 * @param keystore the server's own key and certificate, PKCS#12
 * @param keystorePasswordFile file whose first line is the keystore's password; a file, since
 *     arguments and environments of a process are read by others
 * @param truststore the authority that gives callers their certificates, PEM
 * @param crl its revocation list, PEM; read again when it changes, never an older one (by CRL
 *     number). Past its next update it stays in force and is warned about. Absent: nobody is
 *     revoked.
 */
@ConfigurationProperties("onshi.tls")
record TlsSettings(Path keystore, Path keystorePasswordFile, Path truststore, Path crl) {
    TlsSettings {
        require(keystore, "onshi.tls.keystore");
        require(keystorePasswordFile, "onshi.tls.keystore-password-file");
        require(truststore, "onshi.tls.truststore");
    }

    /** The revocation list, where there is one. */
    Optional<Path> revocations() {
        return Optional.ofNullable(crl);
    }

    private static void require(Path value, String key) {
        if (value == null) {
            throw new IllegalArgumentException(key + " を設定してください。 / Set " + key + ".");
        }
    }
}

package org.onshi.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The terminal's key and the certificate authorities it trusts; nobody else's, the JDK's neither.
 */
final class ClientTls {
    private ClientTls() {}

    /**
     * Reads the files the settings name.
     *
     * @throws SettingsFault naming the setting that is wrong
     */
    static SSLContext context(TerminalSettings settings) {
        try {
            char[] password = password(settings.keystorePasswordFile());
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keystore(settings.keystore(), password), password);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities(settings.truststore()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw wrong("keystore");
        }
    }

    private static char[] password(Path file) {
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw wrong("keystore-password-file");
        }
    }

    private static KeyStore keystore(Path file, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        } catch (IOException e) {
            throw wrong("keystore");
        }
        return store;
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            if (number == 0) {
                throw wrong("truststore");
            }
        } catch (IOException e) {
            throw wrong("truststore");
        }
        return store;
    }

    private static SettingsFault wrong(String key) {
        return new SettingsFault(
                "設定 terminal."
                        + key
                        + " のファイルが読めません。パス、パスワード、形式（PKCS#12 / PEM）を確認してください。 / The file of"
                        + " terminal."
                        + key
                        + " cannot be read; check path, password and format (PKCS#12 / PEM).");
    }
}

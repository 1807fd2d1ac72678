package org.onshi.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One kept-alive HTTP/1.1 connection over mutual TLS, as lean as can be: the measured machine also
 * runs the caller, and a heavy client would be measured instead of the server.
 */
final class DoorConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BODY_BYTES_MAX = 4 << 20;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    private DoorConnection(SSLSocket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        this.out = socket.getOutputStream();
    }

    /** Keys of one caller, read once and shared by its connections. */
    static SSLContext keys(Path keyStore, Path passwordFile, Path authority) throws IOException {
        try (InputStream p12 = Files.newInputStream(keyStore);
                InputStream pem = Files.newInputStream(authority)) {
            char[] password = Files.readString(passwordFile).strip().toCharArray();
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(p12, password);
            KeyManagerFactory ownKeys = KeyManagerFactory.getInstance("PKIX");
            ownKeys.init(own, password);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ownKeys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("keys in " + keyStore + " cannot be used", e);
        }
    }

    static DoorConnection open(SSLContext keys, String host, int port) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(TIMEOUT_MILLIS);
        SSLSocket socket =
                (SSLSocket) keys.getSocketFactory().createSocket(plain, host, port, true);
        socket.startHandshake();
        return new DoorConnection(socket, host + ":" + port);
    }

    /** Status and body of one answer. */
    record Answer(int status, String text) {}

    /** Posts a JSON body; {@code headers} are complete lines, each ended by CRLF. */
    Answer post(String path, String headers, byte[] body) throws IOException {
        byte[] head =
                ("POST "
                                + path
                                + " HTTP/1.1\r\nHost: "
                                + host
                                + "\r\nContent-Type: application/json\r\n"
                                + headers
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        out.write(request);
        out.flush();
        return read();
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            }
        }
        byte[] body = chunked ? chunks() : bytes(Math.max(length, 0));
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[0];
        while (true) {
            int length = Integer.parseInt(line().strip(), 16);
            byte[] chunk = bytes(length);
            line();
            if (length == 0) {
                return body;
            }
            byte[] joined = java.util.Arrays.copyOf(body, body.length + length);
            System.arraycopy(chunk, 0, joined, body.length, length);
            body = joined;
        }
    }

    private byte[] bytes(int length) throws IOException {
        if (length > BODY_BYTES_MAX) {
            throw new IOException(
                    "answer of " + length + " bytes is larger than " + BODY_BYTES_MAX);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the server closed the connection in the middle of an answer");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

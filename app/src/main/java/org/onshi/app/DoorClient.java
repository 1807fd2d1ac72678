package org.onshi.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to one door as one caller: mutual TLS with the caller's key store and the demo's
 * authority.
 */
final class DoorClient implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);
    private static final int OVERLOADED = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http;
    private final String root;

    private DoorClient(HttpClient http, String root) {
        this.http = http;
        this.root = root;
    }

    /** A client of plain HTTP on this machine (the sandbox). */
    static DoorClient plain(String url) {
        return new DoorClient(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .build(),
                url);
    }

    /**
     * A client with a key store (PKCS#12).
     *
     * @throws CommandFault when a file is missing or does not open with the password
     */
    static DoorClient mutual(String url, Path keystore, Path passwordFile, Path authority) {
        try {
            char[] password =
                    Files.readString(passwordFile, StandardCharsets.US_ASCII).strip().toCharArray();
            KeyStore own = KeyStore.getInstance("PKCS12");
            try (InputStream content = Files.newInputStream(keystore)) {
                own.load(content, password);
            }
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            Arrays.fill(password, '\0');
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            try (InputStream content = Files.newInputStream(authority)) {
                int at = 0;
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(content)) {
                    trusted.setCertificateEntry("authority" + at++, certificate);
                }
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new DoorClient(
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(CONNECT_LIMIT)
                            .sslContext(tls)
                            .build(),
                    url);
        } catch (NoSuchFileException e) {
            throw new CommandFault(
                    "鍵ファイル " + e.getFile() + " がありません。",
                    "There is no key file " + e.getFile() + ".",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFault(
                    "鍵 " + keystore + " を開けません。ファイルとパスワード（" + passwordFile + "）を確かめてください。",
                    "Cannot open the key store "
                            + keystore
                            + "; check it and its password in "
                            + passwordFile
                            + ".",
                    e);
        }
    }

    /** The body of a successful answer. */
    String get(String path) {
        return get(path, Reader::readAllAsString);
    }

    /** What is done with a body while it arrives. */
    interface BodyReader<T> {
        T read(Reader body) throws IOException;
    }

    /** Reads the body of a successful answer as it arrives: it may be too long to hold. */
    <T> T get(String path, BodyReader<T> reader) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), reader);
    }

    String postFile(String path, String contentType, Path file) {
        return send(posting(path, contentType, file));
    }

    /** What is done with a body while it arrives, beside a header that says what is in it. */
    interface HeadedBodyReader<T> {
        T read(String header, Reader body) throws IOException;
    }

    /**
     * Posts a file and reads the answer as it arrives.
     *
     * @param header of the answer, given to the reader; "" where it is absent
     */
    <T> T postFile(
            String path, String contentType, Path file, String header, HeadedBodyReader<T> reader) {
        return exchange(
                posting(path, contentType, file),
                answer -> {
                    try (Reader body = text(answer)) {
                        return reader.read(answer.headers().firstValue(header).orElse(""), body);
                    }
                });
    }

    private HttpRequest.Builder posting(String path, String contentType, Path file) {
        try {
            return HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", contentType)
                    .POST(HttpRequest.BodyPublishers.ofFile(file));
        } catch (java.io.FileNotFoundException e) {
            throw new CommandFault(file + " がありません。", "There is no " + file + ".", e);
        }
    }

    String postText(String path, String contentType, String body) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    /**
     * Posts nothing and writes the answer's body into a file.
     *
     * @return a header of the answer; empty, and nothing in the file, when there is no content
     */
    Optional<String> postForFile(String path, Path file, String header) {
        return exchange(
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()),
                answer -> {
                    try (InputStream body = answer.body()) {
                        Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                    return answer.headers().firstValue(header);
                });
    }

    String putText(String path, String contentType, String body) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", contentType)
                        .PUT(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new CommandFault(
                    root + " の応答が JSON ではありません。", "The answer of " + root + " is no JSON.", e);
        }
    }

    private URI uri(String path) {
        return URI.create(root.replaceFirst("/$", "") + path);
    }

    private String send(HttpRequest.Builder request) {
        return send(request, Reader::readAllAsString);
    }

    private <T> T send(HttpRequest.Builder request, BodyReader<T> reader) {
        return exchange(
                request,
                answer -> {
                    try (Reader body = text(answer)) {
                        return reader.read(body);
                    }
                });
    }

    private static Reader text(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** What is done with a successful answer. */
    private interface AnswerReader<T> {
        T read(HttpResponse<InputStream> answer) throws IOException;
    }

    private <T> T exchange(HttpRequest.Builder request, AnswerReader<T> reader) {
        try {
            HttpResponse<InputStream> answer =
                    http.send(
                            request.timeout(ANSWER_LIMIT).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 != 2) {
                try (Reader body = text(answer)) {
                    throw refused(answer.statusCode(), body.readAllAsString());
                }
            }
            return reader.read(answer);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw CommandFault.passing(
                    Bilingual.say(
                            root + " に接続できません。./onshi demo が動いているか確かめてください。",
                            "Cannot reach " + root + "; is ./onshi demo running?"),
                    e);
        } catch (HttpTimeoutException e) {
            throw new CommandFault(
                    root + " が応答しません。", root + " does not answer; see the server's log.", e);
        } catch (SSLException e) {
            // or it was killed in the middle of the handshake
            throw CommandFault.passing(
                    Bilingual.say(
                            root + " が証明書を受け付けません。鍵を確かめてください。",
                            root
                                    + " does not accept this certificate ("
                                    + e.getMessage()
                                    + "); check the key."),
                    e);
        } catch (IOException e) {
            throw CommandFault.passing(
                    Bilingual.say(
                            root + " との通信が切れました。証明書が拒否されたか、サーバーが停止しました。",
                            "The connection to "
                                    + root
                                    + " broke off ("
                                    + e.getMessage()
                                    + "): the certificate was refused or the server stopped."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }

    /** problem+json says itself, in both languages, what is wrong and what mends it. */
    private CommandFault refused(int status, String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String code = problem.path("code").asString("");
            String title = problem.path("title").asString("");
            String detail = problem.path("detail").asString("");
            String field = problem.path("field").asString("");
            String text =
                    (code
                                    + " "
                                    + title
                                    + (field.isEmpty() ? "" : " (" + field + ")")
                                    + ": "
                                    + detail)
                            .strip();
            String said = Bilingual.say("拒否されました", "Refused") + " (" + status + "): " + text;
            return status == OVERLOADED || status == UNAVAILABLE
                    ? CommandFault.passing(said, null)
                    : CommandFault.said(said);
        } catch (JacksonException e) {
            return new CommandFault(
                    "失敗しました（HTTP " + status + "）。", "Failed (HTTP " + status + ").", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

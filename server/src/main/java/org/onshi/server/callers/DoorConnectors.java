package org.onshi.server.callers;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * One listening socket a door, in one Jetty: three with mutual TLS (client certificate required,
 * TLS 1.3 or 1.2), that of people with TLS of the server's alone or plain on loopback, and the
 * management port in plain HTTP on loopback. Revoked certificates pass the handshake on purpose:
 * whoever was known once gets an answer that says why, and an audit entry of its own ({@link
 * DoorFilter}).
 */
final class DoorConnectors implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    /** How long a resumed session may do without a new handshake, seconds. */
    private static final int SESSION_SECONDS = 3600;

    private static final int ACCEPT_QUEUE = 1024;

    private final DoorSettings doors;
    private final TlsSettings tls;
    private final WebSettings web;
    private final ManagementSettings management;
    private final Strangers strangers;
    private final FaultPages faultPages;
    private final Map<Door, ServerConnector> connectors = new EnumMap<>(Door.class);

    DoorConnectors(
            DoorSettings doors,
            TlsSettings tls,
            WebSettings web,
            ManagementSettings management,
            Strangers strangers,
            FaultPages faultPages) {
        this.doors = doors;
        this.tls = tls;
        this.web = web;
        this.management = management;
        this.strangers = strangers;
        this.faultPages = faultPages;
    }

    /** The port a door listens on, once the server started. */
    int port(Door door) {
        return connectors.get(door).getLocalPort();
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(this::replaceConnectors);
        factory.addConfigurations(new OwnFaultPages(faultPages));
    }

    /** Puts the fault pages into the servlet context too, after Spring Boot put its own there. */
    private static final class OwnFaultPages extends AbstractConfiguration {
        private final FaultPages faultPages;

        OwnFaultPages(FaultPages faultPages) {
            super(new Builder());
            this.faultPages = faultPages;
        }

        @Override
        public void configure(WebAppContext context) {
            context.setErrorHandler(faultPages);
        }
    }

    private void replaceConnectors(Server server) {
        SslContextFactory.Server keys = keys();
        for (Door door : Door.values()) {
            switch (door) {
                case FACILITY, INSURER, OPERATOR ->
                        connectors.put(door, mutual(server, door, keys));
                case WEB -> web.opened().ifPresent(port -> connectors.put(door, web(server, port)));
                case MANAGEMENT -> connectors.put(door, plain(server));
            }
        }
        server.setConnectors(connectors.values().toArray(Connector[]::new));
        server.setErrorHandler(faultPages);
    }

    private ServerConnector plain(Server server) {
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http(Door.MANAGEMENT)));
        connector.setName(Door.MANAGEMENT.label());
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(management.port());
        connector.setIdleTimeout(doors.idleTimeout().toMillis());
        return connector;
    }

    /** People show no certificate; with TLS the server shows its own. */
    private ServerConnector web(Server server, int port) {
        HttpConnectionFactory http = new HttpConnectionFactory(http(Door.WEB));
        ServerConnector connector;
        if (web.tls()) {
            SslContextFactory.Server keys = keys();
            keys.setNeedClientAuth(false);
            SslConnectionFactory ssl = new SslConnectionFactory(keys, http.getProtocol());
            connector = new ServerConnector(server, 1, 1, ssl, http);
            connector.addBean(new HandshakeDeadline(connector, doors.handshakeTimeout()));
        } else {
            connector = new ServerConnector(server, 1, 1, http);
        }
        connector.setName(Door.WEB.label());
        connector.setHost(web.address());
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(doors.idleTimeout().toMillis());
        connector.addBean(new NetworkConnectionLimit(doors.connectionsMax(), connector));
        return connector;
    }

    private ServerConnector mutual(Server server, Door door, SslContextFactory.Server keys) {
        HttpConnectionFactory http = new HttpConnectionFactory(http(door));
        SslConnectionFactory ssl = new SslConnectionFactory(keys, http.getProtocol());
        ServerConnector connector = new ServerConnector(server, 1, 1, ssl, http);
        connector.setName(door.label());
        connector.setHost(doors.address());
        connector.setPort(doors.of(door).port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(doors.idleTimeout().toMillis());
        ssl.addBean(strangers.at(door));
        connector.addBean(new HandshakeDeadline(connector, doors.handshakeTimeout()));
        connector.addBean(new NetworkConnectionLimit(doors.connectionsMax(), connector));
        return connector;
    }

    private HttpConfiguration http(Door door) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize((int) doors.headerBytesMax().toBytes());
        http.setResponseHeaderSize((int) doors.headerBytesMax().toBytes());
        http.addCustomizer((request, headers) -> {
            request.setAttribute(Door.ATTRIBUTE, door);
            return request;
        });
        if (door != Door.MANAGEMENT && (door != Door.WEB || web.tls())) {
            // callers reach a door by whatever name their network gives it; the certificate they
            // trust is one
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        return http;
    }

    private SslContextFactory.Server keys() {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        try {
            char[] password =
                    Files.readString(tls.keystorePasswordFile())
                            .lines()
                            .findFirst()
                            .orElse("")
                            .toCharArray();
            KeyStore own = KeyStore.getInstance("PKCS12");
            try (var in = Files.newInputStream(tls.keystore())) {
                own.load(in, password);
            }
            keys.setKeyStore(own);
            keys.setKeyStorePassword(new String(password));
            keys.setTrustStore(authority());
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(
                    "鍵を読めません。onshi.tls.* のファイルとパスワードを確かめてください。 / The keys cannot be read: check the"
                            + " files of onshi.tls.* and the password.",
                    unreadable);
        }
        keys.setNeedClientAuth(true);
        keys.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        keys.setRenegotiationAllowed(false);
        keys.setSslSessionTimeout(SESSION_SECONDS);
        keys.setEndpointIdentificationAlgorithm(null);
        return keys;
    }

    private KeyStore authority() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int count = 0;
        try (var in = Files.newInputStream(tls.truststore())) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + count++, certificate);
            }
        }
        if (count == 0) {
            throw new GeneralSecurityException("onshi.tls.truststore holds no certificate");
        }
        return trusted;
    }

    /**
     * Closes a connection whose handshake isn't finished in time. The idle timeout alone would let
     * a client that sends one byte a second hold a connection for ever.
     */
    private record HandshakeDeadline(ServerConnector connector, Duration limit)
            implements Connection.Listener {
        @Override
        public void onOpened(Connection connection) {
            if (connection instanceof SslConnection tls) {
                Watch watch = new Watch(tls.getEndPoint());
                tls.addHandshakeListener(watch);
                connector.getScheduler().schedule(watch, limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private static final class Watch implements SslHandshakeListener, Runnable {
        private final EndPoint endPoint;
        private volatile boolean finished;

        Watch(EndPoint endPoint) {
            this.endPoint = endPoint;
        }

        @Override
        public void handshakeSucceeded(Event event) {
            finished = true;
        }

        @Override
        public void run() {
            if (!finished) {
                endPoint.close();
            }
        }
    }
}

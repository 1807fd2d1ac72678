package org.onshi.server.callers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The door for people with a browser ({@code onshi.web.*}). It shows personal data: without TLS it
 * listens on loopback only, for a proxy on the same machine or for a demo.
 *
 * @param port TCP port, 0 for any free one; absent: there is no such door
 * @param address what it listens on
 * @param tls with the server's own key store, and without client certificates: people are known by
 *     their login
 * @param requestsMax requests worked on at once
 * @param addressRequestsMax of these, how many from one network address
 * @param uploadMax largest file
 * @param formMax largest form
 */
@ConfigurationProperties("onshi.web")
record WebSettings(
        Integer port,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("false") boolean tls,
        @DefaultValue("128") int requestsMax,
        @DefaultValue("64") int addressRequestsMax,
        @DefaultValue("2GB") DataSize uploadMax,
        @DefaultValue("64KB") DataSize formMax) {
    WebSettings {
        if (!tls && !loopback(address)) {
            throw new IllegalArgumentException(
                    "onshi.web.address がこの機械の中（127.0.0.1）でないときは、onshi.web.tls=true にしてください。 / With"
                            + " an onshi.web.address beyond loopback, set onshi.web.tls=true.");
        }
    }

    /** The port, where there is such a door. */
    Optional<Integer> opened() {
        return Optional.ofNullable(port);
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "onshi.web.address が分かりません。 / onshi.web.address is unknown.", unknown);
        }
    }
}

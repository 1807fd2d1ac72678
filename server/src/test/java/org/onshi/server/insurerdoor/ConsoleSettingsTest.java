package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which settings a console starts. */
class ConsoleSettingsTest {
    @TempDir private Path folder;

    private ConsoleSettings settings(String issuer, String publicUrl) throws IOException {
        return new ConsoleSettings(
                URI.create(issuer),
                "onshi-console",
                Files.writeString(folder.resolve("secret.txt"), "a-secret\n"),
                URI.create(publicUrl),
                Duration.ofMinutes(30),
                Duration.ofHours(8),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }

    @Test
    void beyondThisMachineProviderAndConsoleAreReachedOverTlsOnly() throws IOException {
        for (String clear :
                new String[] {"http://login.example.jp", "ftp://x", "login.example.jp"}) {
            assertThatThrownBy(() -> settings(clear, "https://console.example.jp").needed())
                    .as(clear)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("onshi.console.issuer");
            assertThatThrownBy(() -> settings("https://login.example.jp", clear).needed())
                    .as(clear)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("onshi.console.public-url");
        }
        settings("https://login.example.jp/realm", "https://console.example.jp").needed();
        settings("http://127.0.0.1:8405/openid", "http://localhost:8407").needed();
        settings("http://[::1]:8405/openid", "http://[::1]:8407").needed();
    }

    @Test
    void cookiesAreForTlsWhereverBrowsersUseItAlsoBehindAProxy() throws IOException {
        assertThat(settings("https://l.example.jp", "https://c.example.jp").secureCookies(false))
                .isTrue();
        assertThat(settings("https://l.example.jp", "http://127.0.0.1").secureCookies(true))
                .isTrue();
        assertThat(settings("https://l.example.jp", "http://127.0.0.1").secureCookies(false))
                .isFalse();
    }
}

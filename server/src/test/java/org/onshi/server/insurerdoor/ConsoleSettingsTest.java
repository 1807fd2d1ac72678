package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which settings a console starts. */
class ConsoleSettingsTest {
    @TempDir private Path folder;

    private ConsoleSettings settings(String issuer, String publicUrl) throws IOException {
        return settings(issuer, publicUrl, Duration.ofMinutes(30), Duration.ofHours(8));
    }

    private ConsoleSettings settings(Duration idleMax, Duration sessionMax) throws IOException {
        return settings("https://l.example.jp", "https://c.example.jp", idleMax, sessionMax);
    }

    private ConsoleSettings settings(
            String issuer, String publicUrl, Duration idleMax, Duration sessionMax)
            throws IOException {
        return new ConsoleSettings(
                URI.create(issuer),
                "onshi-console",
                Files.writeString(folder.resolve("secret.txt"), "a-secret\n"),
                URI.create(publicUrl),
                idleMax,
                sessionMax,
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

    @Test
    void aPauseIsNoLongerThanTheSessionAndLongerThanNothing() throws IOException {
        for (Duration idle :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMinutes(61))) {
            assertThatThrownBy(() -> settings(idle, Duration.ofHours(1)).needed())
                    .as(idle.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("onshi.console.idle-max");
        }
        settings(Duration.ofMinutes(60), Duration.ofHours(1)).needed();
        settings(Duration.ofSeconds(1), Duration.ofHours(1)).needed();
    }

    @Test
    void aDurationIsSpokenInHoursMinutesAndSeconds() {
        assertThat(SpokenDuration.of(Duration.ofMinutes(30)))
                .isEqualTo(new SpokenDuration("30分", "30 minutes"));
        assertThat(SpokenDuration.of(Duration.ofHours(1)))
                .isEqualTo(new SpokenDuration("1時間", "1 hour"));
        assertThat(SpokenDuration.of(Duration.ofSeconds(27 * 3600 + 61)))
                .isEqualTo(new SpokenDuration("27時間1分1秒", "27 hours 1 minute 1 second"));
    }
}

package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RegistrationOffice.CITY;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.file;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Facts §7: an insurer from which nothing comes any more is seen before somebody pays for it. */
@Tag("database")
@Tag("store")
class HeardInsurerTest {
    private final RegistrationOffice office = new RegistrationOffice();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoeverNeverSentAFileComesFirstThenTheLongestSilent() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Instant sent = office.time.get();
        office.time.set(sent.plus(Duration.ofDays(2)));
        office.receive(CITY, file(List.of()));
        Instant now = sent.plus(Duration.ofDays(3)).minusSeconds(1);

        List<HeardInsurer> heard = office.insurers.heard();
        assertThat(heard).hasSize(4);
        assertThat(heard.subList(0, 2)).allMatch(it -> it.lastFileAt().isEmpty());
        assertThat(heard.subList(2, 4))
                .extracting(HeardInsurer::insurer)
                .containsExactly(KYOKAI, CITY);
        assertThat(heard.get(2).silentDays(now)).isEqualTo(OptionalLong.of(2));
        assertThat(heard.get(2).silentDays(now.plusSeconds(1))).isEqualTo(OptionalLong.of(3));
        assertThat(heard.get(3).silentDays(now))
                .as("a file without rows is a sign of life")
                .isEqualTo(OptionalLong.of(0));
        assertThat(heard.get(0).silentDays(now)).isEmpty();
    }
}

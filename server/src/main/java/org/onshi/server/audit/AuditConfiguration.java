package org.onshi.server.audit;

import java.io.IOException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the sequencer with the server, and shows at {@code /actuator/health} how it goes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    @Bean
    Sequencer auditSequencer(DataSource dataSource, AuditSettings settings, InstantSource clock)
            throws IOException {
        return new Sequencer(
                dataSource,
                AuditKey.read(settings.keyFile(), settings.origin()),
                new CheckpointFolder(settings.checkpoints()),
                settings.newCheckpointFolder(),
                clock,
                settings.interval());
    }

    @Bean
    SmartLifecycle auditSequencerLifecycle(Sequencer sequencer) {
        return new SequencerLifecycle(sequencer);
    }

    /** Before the doors open, and until after they have closed. */
    private static final class SequencerLifecycle implements SmartLifecycle {
        private final Sequencer sequencer;
        private volatile boolean running;

        SequencerLifecycle(Sequencer sequencer) {
            this.sequencer = sequencer;
        }

        @Override
        public void start() {
            sequencer.start();
            running = true;
        }

        @Override
        public void stop() {
            sequencer.stop();
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return 0;
        }
    }

    @Bean
    HealthIndicator auditHealthIndicator(Sequencer sequencer) {
        return () ->
                switch (sequencer.state()) {
                    case Sequencer.State.Starting() -> Health.unknown().build();
                    case Sequencer.State.Integrating(long size) ->
                            Health.up().withDetail("entries", size).build();
                    case Sequencer.State.Failing(String why) ->
                            Health.down().withDetail("failing", why).build();
                    case Sequencer.State.Refusing(String why) ->
                            Health.down().withDetail("refusing", why).build();
                };
    }
}

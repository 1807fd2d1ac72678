package org.onshi.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.actuate.endpoint.web.WebMvcHealthEndpointExtensionAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.Modulithic;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

/**
 * The central system as one process.
 *
 * <p>Arguments: {@code --config FILE} (properties or YAML, see {@code application.yaml} for the
 * keys), {@code --clock-file FILE} (a demo's shared clock), {@code --stop-on-stdin-eof} (stop when
 * standard input ends, so that the server does not outlive whoever started it). Prints {@code
 * STARTED} on a line of its own when every door is open. Stops gracefully on SIGTERM: doors close,
 * requests under way are answered, then the pool closes. Exit 0 stopped, 1 could not start, 2 wrong
 * usage.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JettyServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    MetricsAutoConfiguration.class,
    CompositeMeterRegistryAutoConfiguration.class,
    PrometheusMetricsExportAutoConfiguration.class,
    SimpleMetricsExportAutoConfiguration.class,
    JvmMetricsAutoConfiguration.class,
    SystemMetricsAutoConfiguration.class,
    DataSourcePoolMetricsAutoConfiguration.class,
    EndpointAutoConfiguration.class,
    JacksonEndpointAutoConfiguration.class,
    WebEndpointAutoConfiguration.class,
    ManagementContextAutoConfiguration.class,
    ServletManagementContextAutoConfiguration.class,
    HealthContributorAutoConfiguration.class,
    HealthContributorRegistryAutoConfiguration.class,
    HealthEndpointAutoConfiguration.class,
    DataSourceHealthContributorAutoConfiguration.class,
    WebMvcHealthEndpointExtensionAutoConfiguration.class
})
@EnableWebSecurity
@Modulithic(systemName = "Onshi")
public class ServerApplication {
    private static final int WRONG_USAGE = 2;

    /** Starts the server; see the type for the arguments. */
    public static void main(String[] arguments) {
        Arguments read;
        try {
            read = Arguments.of(arguments);
        } catch (IllegalArgumentException wrong) {
            LoggerFactory.getLogger(ServerApplication.class).error("{}", wrong.getMessage());
            System.exit(WRONG_USAGE);
            return;
        }
        ConfigurableApplicationContext server = start(read.forSpring());
        if (read.stopOnStdinEof()) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> stopAtEndOfInput(server));
        }
    }

    /**
     * Starts it inside this process, for tests: the same as the command but for the standard input.
     */
    static ConfigurableApplicationContext start(String... springArguments) {
        return start(new SpringApplication(ServerApplication.class), springArguments);
    }

    static ConfigurableApplicationContext start(
            SpringApplication application, String... springArguments) {
        application.addListeners(new Announcement());
        return application.run(springArguments);
    }

    /**
     * A class, since the listener of a lambda is tried with every event and refuses each by an
     * exception.
     */
    private static final class Announcement implements ApplicationListener<ApplicationReadyEvent> {
        @Override
        public void onApplicationEvent(ApplicationReadyEvent ready) {
            System.out.println("STARTED");
        }
    }

    private static void stopAtEndOfInput(ConfigurableApplicationContext server) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            LoggerFactory.getLogger(ServerApplication.class).info("standard input closed", closed);
        }
        System.exit(SpringApplication.exit(server));
    }

    private record Arguments(
            Optional<Path> config, Optional<Path> clockFile, boolean stopOnStdinEof) {
        static Arguments of(String... given) {
            Optional<Path> config = Optional.empty();
            Optional<Path> clock = Optional.empty();
            boolean stop = false;
            Iterator<String> rest = List.of(given).iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                switch (argument) {
                    case "--config" -> config = Optional.of(file(argument, rest));
                    case "--clock-file" -> clock = Optional.of(file(argument, rest));
                    case "--stop-on-stdin-eof" -> stop = true;
                    default ->
                            throw new IllegalArgumentException(
                                    "使い方: [--config FILE] [--clock-file FILE]"
                                            + " [--stop-on-stdin-eof]。 / Usage: [--config FILE]"
                                            + " [--clock-file FILE] [--stop-on-stdin-eof].");
                }
            }
            return new Arguments(config, clock, stop);
        }

        private static Path file(String argument, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(
                        argument + " にはファイル名が必要です。 / " + argument + " needs a file name.");
            }
            Path file = Path.of(rest.next()).toAbsolutePath();
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException(
                        file + " を読めません。 / " + file + " cannot be read.");
            }
            return file;
        }

        String[] forSpring() {
            List<String> spring = new ArrayList<>();
            config.ifPresent(
                    file -> spring.add("--spring.config.additional-location=" + file.toUri()));
            clockFile.ifPresent(file -> spring.add("--onshi.clock-file=" + file));
            return spring.toArray(String[]::new);
        }
    }
}

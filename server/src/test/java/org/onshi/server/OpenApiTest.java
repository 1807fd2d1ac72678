package org.onshi.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.server.callers.Caller;
import org.onshi.server.callers.Door;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.models.GroupedOpenApi;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The API descriptions in {@code docs/openapi} say what the doors do. After a change of a door: run
 * this test with {@code -Donshi.openapi.write=true} and commit what it wrote.
 */
@Tag("database")
class OpenApiTest {
    private static TestServer server;

    /**
     * No {@code @Configuration}: the scan for the server's own beans would find it in every other
     * test.
     */
    @ImportAutoConfiguration({
        SpringDocConfigProperties.class,
        SpringDocConfiguration.class,
        SpringDocWebMvcConfiguration.class,
        MultipleOpenApiSupportConfiguration.class
    })
    static class Described {
        static {
            SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
        }

        @Bean
        GroupedOpenApi facility() {
            return door("facility", "医療機関等の窓口 / Facility door", "/facility/**", "/oqs-api-pro/**");
        }

        @Bean
        GroupedOpenApi insurer() {
            return door("insurer", "保険者の窓口 / Insurer door", "/insurer/**");
        }

        @Bean
        GroupedOpenApi operator() {
            return door("operator", "運用機関の窓口 / Operator door", "/operator/**");
        }

        private static GroupedOpenApi door(String name, String title, String... paths) {
            return GroupedOpenApi.builder()
                    .group(name)
                    .pathsToMatch(paths)
                    .addOpenApiCustomizer(api -> describe(api, name, title))
                    .build();
        }

        private static void describe(OpenAPI api, String name, String title) {
            api.setServers(null);
            api.setInfo(
                    new Info()
                            .title("Onshi " + title)
                            .version("1")
                            .license(new License().name("Apache-2.0"))
                            .description(
                                    "相互TLS。クライアント証明書の OU="
                                            + name
                                            + "。誤りは application/problem+json（RFC 9457;"
                                            + " docs/error-codes.md）。 / Mutual TLS, client"
                                            + " certificate with OU="
                                            + name
                                            + ". Faults are application/problem+json (RFC 9457;"
                                            + " docs/error-codes.md)."));
        }
    }

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        new SpringApplication(ServerApplication.class, Described.class),
                        "--springdoc.api-docs.path=/openapi/live",
                        "--springdoc.writer-with-order-by-keys=true",
                        "--springdoc.writer-with-default-pretty-printer=true",
                        "--springdoc.default-produces-media-type=application/json");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"facility", "insurer", "operator"})
    void theDescriptionOfADoorIsThatOfItsCode(String door) throws Exception {
        HttpResponse<String> live =
                server.get(HttpClient.newHttpClient(), Door.MANAGEMENT, "/openapi/live/" + door);
        assertThat(live.statusCode()).as(live.body()).isEqualTo(200);
        String described = live.body().replace("\r\n", "\n").stripTrailing() + "\n";
        Path kept = Path.of(System.getProperty("onshi.root"), "docs", "openapi", door + ".json");
        if (Boolean.getBoolean("onshi.openapi.write")) {
            Files.createDirectories(kept.getParent());
            Files.writeString(kept, described);
            return;
        }
        assertThat(kept).content().isEqualTo(described);
        HttpResponse<String> served =
                server.get(
                        HttpClient.newHttpClient(), Door.MANAGEMENT, "/openapi/" + door + ".json");
        assertThat(served.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
    }
}

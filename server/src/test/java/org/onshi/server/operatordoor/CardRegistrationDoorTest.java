package org.onshi.server.operatordoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CertificateId;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.identity.Certificates;
import org.onshi.server.identity.TestJpki;
import org.onshi.server.registry.TestVault;
import org.onshi.server.registry.VaultKeys;

/** Cards registered at portal or cash machine, through the operator door (requirements A-14). */
@Tag("database")
class CardRegistrationDoorTest {
    private static final String ISSUER = "0102";
    private static final Instant NOW = Instant.parse("2025-01-20T00:00:00Z");

    private static TestJpki jpki;
    private static TestServer server;
    private static HttpClient operator;
    private static TestVault vault;

    @BeforeAll
    static void start() throws Exception {
        jpki = new TestJpki(() -> NOW);
        server = TestServer.start("--onshi.outside.register-url=" + jpki.registerUrl());
        operator = server.keys().operator().http();
        vault = new TestVault(server.database().server(), server.bean(VaultKeys.class));
    }

    @AfterAll
    static void stop() {
        operator.close();
        server.close();
        jpki.close();
    }

    @Test
    void aCardIsRegisteredOnceAndEveryOtherRowSaysWhatItLacks() throws Exception {
        UUID person = UUID.randomUUID();
        String known = card(1);
        vault.bind(TestVault.number(1), person);
        String csv =
                "serial,issuer_key_id\n"
                        + ("00" + known).toUpperCase(java.util.Locale.ROOT)
                        + ",0102\n"
                        + known
                        + ",0102\n"
                        + card(2)
                        + ",0102\n"
                        + "77,0102\n"
                        + "xyz,0102\n"
                        + known
                        + ",102\n"
                        + ",0102\n";
        assertThat(load(csv))
                .containsExactly(
                        "1,ACCEPTED,OK",
                        "2,ACCEPTED,UNCHANGED",
                        "3,REJECTED,HOLDER_UNKNOWN",
                        "4,REJECTED,CERTIFICATE_UNKNOWN",
                        "5,REJECTED,BAD_CODE",
                        "6,REJECTED,BAD_CODE",
                        "7,REJECTED,MISSING_FIELD");
        assertThat(server.bean(Certificates.class).personOf(new CertificateId(ISSUER, known)))
                .contains(person);
        assertThat(load(csv)).startsWith("1,ACCEPTED,UNCHANGED", "2,ACCEPTED,UNCHANGED");
        assertThat(server.audited("card.registered"))
                .filteredOn(it -> it.contains(person.toString()))
                .singleElement()
                .asString()
                .contains("\"operator\"")
                .doesNotContain(known);
    }

    @Test
    void whatASilentRegisterLeftUndoneIsDoneWhenTheFileIsSentAgain() throws Exception {
        String card = card(3);
        vault.bind(TestVault.number(3), UUID.randomUUID());
        String csv = "issuer_key_id,serial\n0102," + card + "\n";
        jpki.registerSilent(true);
        try {
            assertThat(load(csv)).containsExactly("1,REJECTED,NOT_PROCESSED");
        } finally {
            jpki.registerSilent(false);
        }
        assertThat(load(csv)).containsExactly("1,ACCEPTED,OK");
    }

    /** The serial number of a card that somebody with this number holds. */
    private static String card(int number) {
        TestJpki.TestCard card = jpki.card(jpki.second, LocalDate.parse("2028-04-12"));
        jpki.held(card, TestVault.number(number));
        return card.certificate().getSerialNumber().toString(16);
    }

    private static List<String> load(String csv) throws Exception {
        HttpResponse<String> answer =
                server.post(
                        operator, Door.OPERATOR, "/operator/card-registrations", "text/csv", csv);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body()
                .lines()
                .skip(1)
                .map(it -> it.replaceFirst("^(\\d+,\\w+,\\w+),.*", "$1"))
                .toList();
    }
}

package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CertificateId;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.eligibility.CardRegistrations.Outcome;
import org.onshi.server.identity.Certificates;
import org.onshi.server.identity.Presences;
import org.onshi.server.identity.TestJpki;
import org.onshi.server.identity.TestJpki.TestCard;
import org.onshi.server.outside.TestOutside;
import org.onshi.server.registry.TestVault;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Cards are registered as insurance cards once (requirements A-14). */
@Tag("database")
@Tag("store")
class CardRegistrationsTest {
    private static final Instant NOW = Instant.parse("2025-01-20T00:00:00Z");

    private static TestDatabase database;
    private static TestJpki jpki;
    private static TestVault vault;
    private static Certificates certificates;
    private static CardRegistrations registrations;

    @BeforeAll
    static void open() throws IOException {
        database = TestDatabase.fresh();
        jpki = new TestJpki(() -> NOW);
        vault = TestVault.over(database.server());
        certificates = new Certificates(database.server());
        JdbcTransactionManager transactions = new JdbcTransactionManager(database.server());
        Audit audit = new Audit(database.server());
        registrations =
                new CardRegistrations(
                        vault.holders(TestOutside.register(jpki.registerUrl())),
                        certificates,
                        new Presences(database.server(), transactions, audit, () -> NOW),
                        audit,
                        () -> NOW,
                        transactions);
    }

    @AfterAll
    static void close() {
        jpki.close();
        database.close();
    }

    @Test
    void aCardIsRegisteredOnceAndTheOutsideIsNotAskedAgain() {
        UUID person = UUID.randomUUID();
        CertificateId known = card(1);
        vault.bind(TestVault.number(1), person);
        CertificateId holderUnknown = card(2);
        CertificateId unknown = id(newCard());

        List<CertificateId> all = List.of(known, holderUnknown, unknown);
        assertThat(registrations.register(all, "operator"))
                .containsEntry(known, Outcome.REGISTERED)
                .containsEntry(holderUnknown, Outcome.HOLDER_UNKNOWN)
                .containsEntry(unknown, Outcome.CERTIFICATE_UNKNOWN);
        assertThat(certificates.personsOf(all)).containsOnlyKeys(known).containsValue(person);
        assertThat(events("card.registered", person)).isEqualTo(1);
        assertThat(events("vault.used", null)).isEqualTo(1);

        int asked = jpki.registerAsked();
        assertThat(registrations.register(List.of(known), "operator"))
                .containsEntry(known, Outcome.REGISTERED_BEFORE);
        assertThat(jpki.registerAsked()).isEqualTo(asked);
        assertThat(events("card.registered", person)).isEqualTo(1);
    }

    @Test
    void aSilentRegisterRegistersNothing() {
        CertificateId card = card(3);
        vault.bind(TestVault.number(3), UUID.randomUUID());
        jpki.registerSilent(true);
        try {
            assertThatThrownBy(() -> registrations.register(List.of(card), "operator"))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.code()).isEqualTo(FaultCode.REGISTER_SILENT));
        } finally {
            jpki.registerSilent(false);
        }
        assertThat(certificates.personOf(card)).isEmpty();
        assertThat(registrations.register(List.of(card), "operator"))
                .containsEntry(card, Outcome.REGISTERED);
    }

    private static CertificateId card(int number) {
        TestCard card = newCard();
        jpki.held(card, TestVault.number(number));
        return id(card);
    }

    private static TestCard newCard() {
        return jpki.card(jpki.second, LocalDate.parse("2028-04-12"));
    }

    private static CertificateId id(TestCard card) {
        return new CertificateId(
                HexFormat.of().formatHex(new byte[] {1, 2}),
                card.certificate().getSerialNumber().toString(16));
    }

    private static long events(String event, UUID person) {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT count(*) FROM audit.entry
                        WHERE event = ? AND (CAST(? AS uuid) IS NULL OR person_id = CAST(? AS uuid))
                        """)
                .params(event, person, person)
                .query(Long.class)
                .single();
    }
}

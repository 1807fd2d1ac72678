package org.onshi.server.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.matching.Matcher;
import org.onshi.server.outside.TestRegister;
import org.onshi.server.rules.Rules;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A registry over a database of its own, with a clock that stands until it is moved. */
final class RegistrationOffice implements AutoCloseable {
    static final InsurerNumber KYOKAI = new InsurerNumber("01130012");
    static final InsurerNumber SOCIETY = new InsurerNumber("06130488");
    static final InsurerNumber CITY = new InsurerNumber("138016");
    static final InsurerNumber LATE_STAGE = new InsurerNumber("39131008");
    static final String KEY_LINE = "test=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    /** The first key after a second one took its place. */
    static final List<String> ROTATED_KEY_LINES =
            List.of(KEY_LINE, "next=OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg=");

    final TestDatabase database;
    final AtomicReference<Instant> time =
            new AtomicReference<>(Instant.parse("2025-04-01T00:00:00Z"));
    final InstantSource clock = () -> time.get();
    final VaultKeys keys;
    final Insurers insurers;
    final Registry registry;
    final TestRegister register = TestRegister.start();
    final KeptNumbers kept;
    final RegisterInquiry inquiry;
    final RegistrationReception reception;
    final Registrations registrations;
    final Suspensions suspensions;

    RegistrationOffice() {
        this(TestDatabase.fresh(), List.of(KEY_LINE));
        for (InsurerNumber number : List.of(KYOKAI, SOCIETY, CITY, LATE_STAGE)) {
            insurers.register(
                    new Insurer(number, "保険者" + number.digits(), number.kind(), "東京都", "", ""));
        }
    }

    private RegistrationOffice(TestDatabase database, List<String> keyLines) {
        this.database = database;
        this.keys = VaultKeys.of(keyLines);
        this.insurers = new Insurers(database.server(), clock);
        this.registry = new Registry(database.server(), insurers);
        this.kept =
                new KeptNumbers(
                        new KeptNumberTable(database.vaultReader(), keys),
                        keys,
                        new Audit(database.server()),
                        clock,
                        new JdbcTransactionManager(database.server()));
        this.inquiry =
                new RegisterInquiry(
                        register.client(), kept, keys, Matcher.standard(), Duration.ofMillis(200));
        this.reception =
                new RegistrationReception(
                        database.server(),
                        new JdbcTransactionManager(database.server()),
                        new Audit(database.server()),
                        keys,
                        new ClearingLimits(10, 5),
                        clock);
        this.registrations = registrations(database.server(), insurers, keys, inquiry, clock);
        this.suspensions =
                new Suspensions(
                        database.server(),
                        new JdbcTransactionManager(database.server()),
                        new Audit(database.server()),
                        clock);
    }

    /** Another server over the same store, with other keys; its register alone is to be closed. */
    RegistrationOffice withKeys(List<String> keyLines) {
        return new RegistrationOffice(database, keyLines);
    }

    static Registrations registrations(
            DataSource source,
            Insurers insurers,
            VaultKeys keys,
            RegisterInquiry inquiry,
            InstantSource clock) {
        return new Registrations(
                source,
                new JdbcTransactionManager(source),
                new Audit(source),
                Rules.published(),
                insurers,
                keys,
                inquiry,
                clock);
    }

    /** Moves the clock a day on. */
    void tomorrow() {
        time.updateAndGet(now -> now.plus(Duration.ofDays(1)));
    }

    /** Sends rows as one file and works it through; the resident register knows its people. */
    List<RowOutcome> send(InsurerNumber insurer, RegistrationRow... rows) {
        return send(insurer, file(List.of(rows)));
    }

    List<RowOutcome> send(InsurerNumber insurer, byte[] file) {
        UUID id = receive(insurer, file);
        drain();
        return outcomes(insurer, id);
    }

    /** Takes a file in; the resident register knows the people in it. */
    UUID receive(InsurerNumber insurer, byte[] file) {
        register.follow(file);
        try {
            return reception.receive(insurer, new ByteArrayInputStream(file));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void drain() {
        while (registrations.processChunk()) {
            // until no file waits
        }
    }

    List<RowOutcome> outcomes(InsurerNumber insurer, UUID id) {
        List<RowOutcome> outcomes = new ArrayList<>();
        registrations
                .status(insurer, id)
                .ifPresent(it -> registrations.outcomes(it, outcomes::add));
        return outcomes;
    }

    static byte[] file(List<RegistrationRow> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RegistrationFile.Writer writer =
                RegistrationFile.write(out, List.of(RegistrationColumn.values()))) {
            rows.forEach(writer::row);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What an answer could rest on for this number, as known now. */
    List<Coverage> shown(InsurerNumber insurer, InsuredIdentifier identifier, String birthDate) {
        Instant at = time.get().plusSeconds(1);
        return registry
                .candidates(
                        new ClaimedInsurerNumber(insurer.digits()),
                        identifier,
                        LocalDate.parse(birthDate),
                        at)
                .stream()
                .flatMap(c -> registry.coveragesOf(c.personId(), at).stream())
                .distinct()
                .toList();
    }

    /** What an answer could rest on that asks for a past instant. */
    List<Coverage> shownAt(
            InsurerNumber insurer, InsuredIdentifier identifier, String birthDate, Instant at) {
        return registry
                .candidatesThen(
                        new ClaimedInsurerNumber(insurer.digits()),
                        identifier,
                        LocalDate.parse(birthDate),
                        at)
                .stream()
                .flatMap(c -> registry.coveragesThen(c.personId(), at).stream())
                .distinct()
                .toList();
    }

    /** All history there is, as text: versions by coverage and time, without ids. */
    List<String> everything() {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT insurer_number || ' ' || symbol || '-' || number || '-' || branch || ' '
                            || birth_date || ' ' || segment_from || '/' || segment_to || ' lost '
                            || lost_on || ' ' || standing || ' ' || coalesce(name, '') || ' '
                            || coalesce(copay_percent::text, '') || ' ' || coalesce(address, '')
                            || ' ' || (invalidated_at = 'infinity')
                        FROM registry.coverage
                        """)
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .toList();
    }

    /** The n-th individual number with a true check digit. */
    static String number(long n) {
        String body = String.format("%011d", 10_000_000_000L + n);
        return body + CheckDigit.individualNumber(body);
    }

    @Override
    public void close() {
        register.close();
        database.close();
    }
}

package org.onshi.app;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.onshi.postgres.PostgresServer;
import org.onshi.sandbox.Keys;

/**
 * The configuration files of a demo's processes, {@code run/<name>.properties}; written anew at
 * each start.
 */
final class Configurations {
    static final List<String> SERVER_FLAGS = List.of("-Xmx768m", "-XX:+UseSerialGC", "-Xss512k");
    static final List<String> SANDBOX_FLAGS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    static final List<String> TERMINAL_FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private final DataFolder folder;
    private final Ports ports;
    private final Keys keys;
    private final LocalDate firstDay;

    Configurations(DataFolder folder, Ports ports, Keys keys, LocalDate firstDay) {
        this.folder = folder;
        this.ports = ports;
        this.keys = keys;
        this.firstDay = firstDay;
    }

    void write(PostgresServer postgres, Database database, List<TerminalPlace> terminals) {
        write("server", server(postgres, database));
        write("sandbox", sandbox());
        terminals.forEach(terminal -> write(terminal.name(), terminal(terminal)));
    }

    private Map<String, String> server(PostgresServer postgres, Database database) {
        Map<String, String> values = new TreeMap<>();
        values.put("onshi.clock-file", folder.clock().toString());
        values.put("onshi.database.url", postgres.jdbcUrl(Database.NAME));
        values.put("onshi.database.user", "onshi_server");
        values.put("onshi.database.password", database.serverPassword());
        values.put("onshi.doors.facility.port", Integer.toString(ports.facility()));
        values.put("onshi.doors.insurer.port", Integer.toString(ports.insurer()));
        values.put("onshi.doors.operator.port", Integer.toString(ports.operator()));
        values.put("onshi.web.port", Integer.toString(ports.web()));
        values.put("onshi.console.issuer", ports.sandboxUrl() + "/openid");
        values.put("onshi.console.client-secret-file", keys.consoleSecret().toString());
        values.put("onshi.console.public-url", ports.webUrl());
        values.put("onshi.management.port", Integer.toString(ports.metrics()));
        values.put("onshi.tls.keystore", keys.server().toString());
        values.put("onshi.tls.keystore-password-file", keys.passwordFile().toString());
        values.put("onshi.tls.truststore", keys.authority().toString());
        values.put("onshi.tls.crl", keys.revocationList().toString());
        values.put("onshi.audit.key-file", keys.auditKey().toString());
        values.put("onshi.audit.checkpoints", folder.checkpoints().toString());
        values.put("onshi.audit.origin", Keys.AUDIT_ORIGIN);
        // nobody of the town is written to, everybody who comes later is
        values.put("onshi.letters.registered-from", firstDay.toString());
        values.put("onshi.vault.key-file", keys.vaultKeys().toString());
        values.put("onshi.vault.reader-password", database.vaultReaderPassword());
        values.put("onshi.identity.anchors", keys.jpkiAnchors().toString());
        values.put("onshi.outside.ocsp-url", ports.sandboxUrl() + "/jpki/ocsp");
        values.put("onshi.outside.register-url", ports.sandboxUrl());
        return values;
    }

    private Map<String, String> sandbox() {
        Map<String, String> values = new TreeMap<>();
        values.put("sandbox.port", Integer.toString(ports.sandbox()));
        values.put("sandbox.folder", folder.sandbox().toString());
        values.put("sandbox.keys-folder", keys.folder().toString());
        values.put("sandbox.clock-file", folder.clock().toString());
        values.put("sandbox.openid-accounts", keys.consoleAccounts().toString());
        values.put("sandbox.openid-client-secret-file", keys.consoleSecret().toString());
        values.put("sandbox.openid-redirect-uris", ports.webUrl() + "/console/login/code");
        values.put("sandbox.openid-logout-uris", ports.webUrl() + "/console/login?ended=asked");
        return values;
    }

    private Map<String, String> terminal(TerminalPlace place) {
        Map<String, String> values = new TreeMap<>();
        int number = place.number();
        values.put("terminal.facility-code", place.facility().digits());
        values.put("terminal.id", "01");
        values.put("terminal.url", ports.facilityUrl());
        values.put("terminal.keystore", keys.facility(place.facility()).toString());
        values.put("terminal.keystore-password-file", keys.passwordFile().toString());
        values.put("terminal.truststore", keys.authority().toString());
        values.put("terminal.oqs-folder", folder.oqs(place).toString());
        values.put("terminal.work-folder", folder.root().resolve(place.name()).toString());
        values.put("terminal.reader", "virtual:" + ports.readerUrl(number));
        values.put("terminal.patient-port", Integer.toString(ports.patient(number)));
        values.put("terminal.counter-port", Integer.toString(ports.counter(number)));
        values.put("terminal.clock-file", folder.clock().toString());
        values.put("terminal.single-encoding", "UTF-8");
        values.put("terminal.bulk-encoding", "Shift_JIS");
        values.put("terminal.bulk-zip", "false");
        values.put("terminal.silence-seconds", "20");
        return values;
    }

    private void write(String name, Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataFolder.writePrivate(folder.configuration(name), text.toString());
    }
}

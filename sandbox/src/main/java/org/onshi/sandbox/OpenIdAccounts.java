package org.onshi.sandbox;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.InsurerNumber;

/**
 * The people who log in at the simulated OpenID provider, kept in one private file that says who
 * they are and with which passcode; a person opens it to log in.
 *
 * <p>Columns: {@code account,passcode,subject,name,organisation,role}. The provider uses the first
 * four; organisation and role are what the central system is told of them ({@link #masterData}).
 */
public final class OpenIdAccounts {
    private static final String[] COLUMNS = {
        "account", "passcode", "subject", "name", "organisation", "role"
    };
    private static final int PASSCODE_DIGITS = 10;
    private static final int SUBJECT_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The desks of an insurer: what the account ends with, the name, the role. */
    private static final List<List<String>> DESKS =
            List.of(
                    List.of("clerk", "資格担当 一郎", "CLERK"),
                    List.of("supervisor1", "資格係長 二葉", "SUPERVISOR"),
                    List.of("supervisor2", "資格課長 三郎", "SUPERVISOR"),
                    List.of("auditor", "監査担当 四季", "AUDITOR"));

    private final Map<String, Account> byName;

    /**
     * One person.
     *
     * @param account what the person types
     * @param passcode what only the person knows
     * @param subject by which clients know the person; says nothing of who it is
     * @param name shown to clients
     * @param organisation insurer number
     * @param role in the central system
     */
    record Account(
            String account,
            String passcode,
            String subject,
            String name,
            String organisation,
            String role) {
        @Override
        public String toString() {
            return "Account[" + subject + "]";
        }
    }

    private OpenIdAccounts(Map<String, Account> byName) {
        this.byName = byName;
    }

    /**
     * Makes one clerk, two supervisors and one auditor for each insurer, unless the file exists.
     *
     * @param file {@link Keys#consoleAccounts}
     */
    public static OpenIdAccounts makeIn(Path file, List<InsurerNumber> insurers) {
        if (Files.exists(file)) {
            return read(file);
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = csv(text)) {
            csv.writeRecord(COLUMNS);
            for (InsurerNumber insurer : insurers) {
                for (List<String> desk : DESKS) {
                    csv.writeRecord(
                            insurer.digits() + "-" + desk.get(0),
                            passcode(),
                            subject(),
                            desk.get(1),
                            insurer.digits(),
                            desk.get(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return read(file);
    }

    /** Reads the file. */
    static OpenIdAccounts read(Path file) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                accounts.put(
                        row.getField("account"),
                        new Account(
                                row.getField("account"),
                                row.getField("passcode"),
                                row.getField("subject"),
                                row.getField("name"),
                                row.getField("organisation"),
                                row.getField("role")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OpenIdAccounts(accounts);
    }

    /** The person of an account. */
    Optional<Account> find(String account) {
        return Optional.ofNullable(byName.get(account));
    }

    /**
     * What the operating body loads into the central system: CSV {@code
     * subject,name,organisation,role}.
     */
    public String masterData() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = csv(text)) {
            csv.writeRecord("subject", "name", "organisation", "role");
            for (Account account : new ArrayList<>(byName.values())) {
                csv.writeRecord(
                        account.subject(), account.name(), account.organisation(), account.role());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The passcode of an account, for tests that log in as a person does. */
    public Optional<String> passcode(String account) {
        return find(account).map(Account::passcode);
    }

    private static CsvWriter csv(StringWriter text) {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    }

    private static String passcode() {
        StringBuilder digits = new StringBuilder();
        for (int at = 0; at < PASSCODE_DIGITS; at++) {
            digits.append(RANDOM.nextInt(10));
        }
        return digits.toString();
    }

    private static String subject() {
        byte[] bytes = new byte[SUBJECT_BYTES];
        RANDOM.nextBytes(bytes);
        return java.util.HexFormat.of().formatHex(bytes);
    }
}

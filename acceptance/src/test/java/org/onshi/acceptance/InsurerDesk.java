package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.onshi.acceptance.RunningDemo.Ran;
import org.onshi.kernel.CheckDigit;

/** People of no town in the shared demo: as residents, and in their insurers' files. */
final class InsurerDesk {
    private static final RunningDemo DEMO = RunningDemo.shared();

    private InsurerDesk() {}

    /** The nth individual number that nobody else has. */
    static String individualNumber(int n) {
        String body = "7" + String.format("%010d", 5_580_000_000L + n);
        return body + CheckDigit.individualNumber(body);
    }

    /** Makes somebody a resident; her key in the register. */
    static String resident(String individualNumber, TownCsv who, String address)
            throws IOException {
        Ran added =
                DEMO.onshi(
                        "sandbox",
                        "person",
                        "add",
                        file(
                                "individual_number,name,name_kana,birth_date,sex,postal_code,address",
                                String.join(
                                        ",",
                                        individualNumber,
                                        who.name(),
                                        who.nameKana(),
                                        who.birthDate().toString(),
                                        who.sex(),
                                        "100-0001",
                                        address)));
        assertThat(added.exit()).as(added.err()).isZero();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(added.out())) {
            return rows.stream().toList().getFirst().getField("person");
        }
    }

    /** Her row with her number, as a whole. */
    static String whole(String action, TownCsv who, String individualNumber, String address)
            throws IOException {
        String acquiredOn = who.acquiredOn().orElseThrow().toString();
        return send(
                action,
                who,
                "individual_number=" + individualNumber,
                "name=" + who.name(),
                "name_kana=" + who.nameKana(),
                "sex=" + who.sex(),
                "address=" + address,
                "relationship=1",
                "acquired_on=" + acquiredOn,
                "notified_on=" + acquiredOn);
    }

    /** Sends one row of cells written column=value; its line of the result. */
    static String send(String action, TownCsv who, String... cells) throws IOException {
        StringJoiner header =
                new StringJoiner(",").add("action,insurer_number,symbol,number,branch,birth_date");
        StringJoiner row =
                new StringJoiner(",")
                        .add(action)
                        .add(who.insurerNumber())
                        .add(who.symbol())
                        .add(who.number())
                        .add(who.branch())
                        .add(who.birthDate().toString());
        for (String cell : cells) {
            header.add(cell.substring(0, cell.indexOf('=')));
            row.add(cell.substring(cell.indexOf('=') + 1));
        }
        Ran ran = DEMO.onshi("insurer", "register", file(header.toString(), row.toString()));
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out().lines().toList().get(1);
    }

    private static String file(String header, String row) throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "desk", ".csv");
        Files.writeString(file, header + "\n" + row + "\n");
        return file.toString();
    }
}

package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.Sex;
import org.onshi.sandbox.ResidentRegister.Entered;
import org.onshi.wire.ResidentRow;

class ResidentRegisterTest {
    private static final Numbers NUMBERS = new Numbers(1);

    @TempDir private Path folder;

    private static ResidentRow resident(int index, String person, String address) {
        return new ResidentRow(
                NUMBERS.individual(index),
                "恩志　太郎",
                "オンシ　タロウ",
                LocalDate.of(1980, 1, 1),
                Sex.MALE,
                "199-0001",
                address,
                person);
    }

    private Path log() {
        return folder.resolve("residents.log");
    }

    @Test
    void aResidentGetsAKeyAndIsFoundByNumberAndByKey() {
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            Entered entered = register.enter(resident(1, "", "桜台１"));
            assertThat(entered).isInstanceOf(Entered.Added.class);
            assertThat(entered.person()).matches("R[0-9]{7}");
            assertThat(register.find(NUMBERS.individual(1)).orElseThrow().address())
                    .isEqualTo("桜台１");
            assertThat(register.find(entered.person()).orElseThrow().individualNumber())
                    .isEqualTo(NUMBERS.individual(1));
            assertThat(register.find(NUMBERS.individual(2))).isEmpty();
            assertThat(register.find("R9999999")).isEmpty();
        }
    }

    @Test
    void theSameResidentAgainChangesNothingAndANewAddressCounts() {
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            String person = register.enter(resident(1, "HANAKO", "桜台１")).person();
            assertThat(register.enter(resident(1, "", "桜台１")))
                    .isEqualTo(new Entered.Unchanged(person));
            assertThat(register.enter(resident(1, "", "緑町２")))
                    .isEqualTo(new Entered.Changed(person));
            assertThat(register.size()).isEqualTo(1);
            assertThat(register.find("HANAKO").orElseThrow().address()).isEqualTo("緑町２");
        }
    }

    @Test
    void aKeyBelongsToOnePerson() {
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            register.enter(resident(1, "HANAKO", "桜台１"));
            assertThat(register.enter(resident(2, "HANAKO", "桜台１")))
                    .isEqualTo(new Entered.PersonTaken());
            assertThat(register.enter(resident(1, "TARO", "桜台１")))
                    .isEqualTo(new Entered.PersonTaken());
            assertThat(register.size()).isEqualTo(1);
        }
    }

    @Test
    void residentsAreKeptAndKeysGoOnAfterAStart() {
        String first;
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            first = register.enter(resident(1, "", "桜台１")).person();
            register.enter(resident(1, "", "緑町２"));
            for (int i = 2; i <= 5_000; i++) {
                register.enter(resident(i, "P%07d".formatted(i), "本町" + i));
            }
            register.commit();
        }
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            assertThat(register.size()).isEqualTo(5_000);
            assertThat(register.find(first).orElseThrow().address()).isEqualTo("緑町２");
            for (int i = 2; i <= 5_000; i++) {
                assertThat(register.find(NUMBERS.individual(i)).orElseThrow().person())
                        .isEqualTo("P%07d".formatted(i));
            }
            assertThat(register.enter(resident(5_001, "", "港町")).person()).isNotEqualTo(first);
        }
    }

    @Test
    void whateverACrashLeavesOfTheLastRecordTheOnesBeforeStand() throws IOException {
        long committed;
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            register.enter(resident(1, "", "桜台１"));
            register.enter(resident(2, "", "桜台２"));
            register.commit();
            committed = Files.size(log());
            register.enter(resident(3, "", "桜台３"));
        }
        byte[] whole = Files.readAllBytes(log());
        for (int length = (int) committed; length < whole.length; length++) {
            Files.write(log(), java.util.Arrays.copyOf(whole, length));
            try (ResidentRegister register = ResidentRegister.open(folder)) {
                assertThat(register.size()).isEqualTo(2);
                assertThat(Files.size(log())).isEqualTo(committed);
                assertThat(register.enter(resident(4, "", "桜台４")))
                        .isInstanceOf(Entered.Added.class);
            }
            try (ResidentRegister register = ResidentRegister.open(folder)) {
                assertThat(register.size()).isEqualTo(3);
                assertThat(register.find(NUMBERS.individual(3))).isEmpty();
            }
        }
    }

    @Test
    void aTailOfGarbageIsCutOffAndKeptBeside() throws IOException {
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            register.enter(resident(1, "", "桜台１"));
        }
        byte[] garbage = new byte[4_000];
        Files.write(log(), garbage, StandardOpenOption.APPEND);
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            assertThat(register.size()).isEqualTo(1);
        }
        assertThat(folder.resolve("residents.log.cut")).hasBinaryContent(garbage);
    }

    @Test
    void aRecordWithAFlippedBitIsNotTaken() throws IOException {
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            register.enter(resident(1, "", "桜台１"));
        }
        byte[] bytes = Files.readAllBytes(log());
        bytes[bytes.length - 1] ^= 1;
        Files.write(log(), bytes);
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            assertThat(register.size()).isZero();
        }
    }

    @Test
    void theIndexFindsEveryOneOfManyNumbers() {
        LongIndex index = new LongIndex();
        for (int i = 0; i < 100_000; i++) {
            IndividualNumber number = NUMBERS.individual(i);
            index.put(Long.parseLong(number.digits()), i, value -> true);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(index.find(Long.parseLong(NUMBERS.individual(i).digits()), value -> true))
                    .isEqualTo(i);
        }
    }

    @Test
    void recordsOfTheFormWithoutAliasesAreReadAndGoOn() throws IOException {
        String number = NUMBERS.individual(1).digits();
        byte[] fields =
                String.join(
                                "\u001F",
                                "HANAKO",
                                number,
                                "恩志　太郎",
                                "オンシ　タロウ",
                                "1980-01-01",
                                "1",
                                "199-0001",
                                "桜台１")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
        sum.update(fields);
        Files.write(
                log(),
                java.nio.ByteBuffer.allocate(8 + fields.length)
                        .putInt(fields.length)
                        .putInt((int) sum.getValue())
                        .put(fields)
                        .array());
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            assertThat(register.find(NUMBERS.individual(1)).orElseThrow().address())
                    .isEqualTo("桜台１");
            register.enter(resident(1, "HANAKO", "緑町２"));
            register.commit();
        }
        try (ResidentRegister register = ResidentRegister.open(folder)) {
            assertThat(register.history(NUMBERS.individual(1)))
                    .extracting(ResidentRow::address)
                    .containsExactly("緑町２", "桜台１");
            assertThat(register.size()).isEqualTo(1);
        }
    }
}

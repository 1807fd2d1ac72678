package org.onshi.server.registry;

import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;

/**
 * Rows of the people of these tests: HANAKO, born 1980-05-05, at 1234-567-00, unless said
 * otherwise.
 */
final class Row {
    private final RegistrationRow.Builder builder;

    private Row(RegistrationAction action, InsurerNumber insurer) {
        builder =
                RegistrationRow.builder(action)
                        .set(RegistrationColumn.INSURER_NUMBER, insurer.digits())
                        .set(RegistrationColumn.SYMBOL, "1234")
                        .set(RegistrationColumn.NUMBER, "567")
                        .set(RegistrationColumn.BRANCH, "00")
                        .set(RegistrationColumn.BIRTH_DATE, "1980-05-05");
    }

    static Row of(RegistrationAction action, InsurerNumber insurer) {
        return new Row(action, insurer);
    }

    /** A complete ADD from 2024-04-01 on. */
    static Row add(InsurerNumber insurer) {
        return new Row(RegistrationAction.ADD, insurer)
                .with(RegistrationColumn.INDIVIDUAL_NUMBER, RegistrationOffice.number(1))
                .with(RegistrationColumn.NAME, "佐藤花子")
                .with(RegistrationColumn.NAME_KANA, "サトウハナコ")
                .with(RegistrationColumn.SEX, "2")
                .with(RegistrationColumn.ADDRESS, "東京都千代田区1-1")
                .with(RegistrationColumn.RELATIONSHIP, "1")
                .with(RegistrationColumn.ACQUIRED_ON, "2024-04-01")
                .with(RegistrationColumn.NOTIFIED_ON, "2024-04-03");
    }

    Row with(RegistrationColumn column, String text) {
        builder.set(column, text);
        return this;
    }

    Row identifier(String symbol, String number, String branch) {
        return with(RegistrationColumn.SYMBOL, symbol)
                .with(RegistrationColumn.NUMBER, number)
                .with(RegistrationColumn.BRANCH, branch);
    }

    Row born(String date) {
        return with(RegistrationColumn.BIRTH_DATE, date);
    }

    static InsuredIdentifier hanako() {
        return new InsuredIdentifier("1234", "567", "00");
    }

    RegistrationRow row() {
        return builder.build();
    }
}

package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * docs/error-codes.md says what the enums say. Written anew with {@code mvn -pl wire -am test
 * -Dtest=ErrorCodesDocumentTest -Dtest.argLine=-Donshi.docs.write=true}.
 */
@Tag("boundary")
class ErrorCodesDocumentTest {
    private static final String HEAD =
            """
            # エラーコード / Error codes

            この文書は `FaultCode` と `RegistrationCode`（`wire`）から作られ、テストで照合されます。手で書き換えないでください。
            This page is written from `FaultCode` and `RegistrationCode` (module `wire`) and compared by a test; do not edit it by hand.

            公式のコード表（別紙6-1）は公開されていないため、コードは本システム独自のものです。レセコンはコードと文言をそのまま表示します。
            The official table (別紙6-1) is not public, so these codes are our own; receipt computers show code and message as they stand.

            ## 要求の誤り / Faults

            | 出るところ / where | 形 / form |
            |---|---|
            | `res/` の `.err` | 1 行目がコード、続いて説明と直し方 / the code on the first line, then what is wrong and the mend |
            | `ProcessingResultCode` / `ProcessingResultMessage` | 項目の誤り（`ProcessingResultStatus` 2） / a bad field |
            | `ErrorCode` / `ErrorMessage` | 照会できなかった（`SegmentOfResult` 9） / the check could not be made |
            | problem+json の `code` | HTTP 状態はこの表のとおり / with the HTTP status of this table |

            """;

    @Test
    void thePageSaysWhatTheEnumsSay() throws IOException {
        String root = System.getProperty("onshi.root");
        assumeThat(root).as("run by Maven").isNotNull();
        Path page = Path.of(root, "docs", "error-codes.md");
        if (Boolean.getBoolean("onshi.docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, page());
        }
        assertThat(page)
                .as("write it anew with -Dtest.argLine=-Donshi.docs.write=true")
                .hasContent(page());
    }

    @Test
    void everyCodeIsUsedOnceAndEveryTextIsThere() {
        Set<String> codes = new HashSet<>();
        for (FaultCode code : FaultCode.values()) {
            assertThat(codes.add(code.code())).as(code.code()).isTrue();
            assertThat(FaultCode.of(code.code())).contains(code);
            assertThat(code.httpStatus()).isBetween(400, 599);
            assertThat(code.mendJa()).endsWith("。");
            assertThat(code.mendEn()).endsWith(".");
            assertThat(code.message("X")).doesNotContain("{field}");
            assertThat(code.whatJa("")).doesNotContain("{field}", "（）");
        }
        for (RegistrationCode code : RegistrationCode.values()) {
            assertThat(RegistrationCode.of(code.name())).contains(code);
            assertThat(code.message("name")).doesNotContain("{column}");
            assertThat(code.whatJa("") + code.whatEn("")).doesNotContain("{column}", "（）", "()");
            assertThat(code.mendJa().isEmpty()).isEqualTo(code.mendEn().isEmpty());
            if (code.status() == RowStatus.REJECTED) {
                assertThat(code.mendJa()).isNotEmpty();
            }
        }
    }

    private static String page() {
        StringBuilder out = new StringBuilder(HEAD);
        for (FaultCategory category : FaultCategory.values()) {
            out.append("### ").append(category.ja()).append(" / ").append(category.en());
            out.append("\n\n| code | HTTP | 何が / what | 直し方 / mend |\n|---|---|---|---|\n");
            Arrays.stream(FaultCode.values())
                    .filter(code -> code.category() == category)
                    .sorted(java.util.Comparator.comparing(FaultCode::code))
                    .forEach(code ->
                            row(
                                    out,
                                    "`" + code.code() + "`<br>" + code.name(),
                                    Integer.toString(code.httpStatus()),
                                    code.whatJa("…") + "<br>" + code.whatEn("…"),
                                    code.mendJa() + "<br>" + code.mendEn()));
            out.append('\n');
        }
        out.append("## 登録ファイルの結果 / Result rows of files\n\n");
        out.append("`line,status,code,message` の `code`。文言は列名と直し方を含みます。\n");
        out.append(
                "The `code` of `line,status,code,message`; the message names column and mend.\n\n");
        out.append("| code | status | 何が / what | 直し方 / mend |\n|---|---|---|---|\n");
        for (RegistrationCode code : RegistrationCode.values()) {
            row(
                    out,
                    "`" + code.name() + "`",
                    code.status().name(),
                    code.whatJa("…") + "<br>" + code.whatEn("…"),
                    code.mendJa() + (code.mendEn().isEmpty() ? "" : "<br>") + code.mendEn());
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String... cells) {
        for (String cell : cells) {
            out.append("| ").append(cell).append(' ');
        }
        out.append("|\n");
    }
}

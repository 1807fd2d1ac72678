package org.onshi.server.insurerdoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.ClearingWord;
import org.onshi.server.registry.RegistrationReception;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * An insurer's word on a registration file that is held because it takes many ratios or limit
 * classes away (facts §7, requirements B-21).
 */
@RestController
@Tag(name = "registrations", description = "資格登録ファイル。")
class HeldFileDoor {
    private final RegistrationReception reception;

    HeldFileDoor(RegistrationReception reception) {
        this.reception = reception;
    }

    /** Who decides and why, a name of {@link ClearingWord}. */
    record HeldDecision(String clerk, String reason) {}

    @Operation(
            summary = "保留の登録ファイルを確認する、または取り下げる / Confirm or withdraw a file that is held",
            description =
                    "負担割合・限度額適用区分を消す行が多いファイルは、1行も登録せずに待ちます。clerk は担当者（英数字）、reason は"
                            + " ENDED, REDETERMINED, RECORD_COMPARED（進める）、MISTAKE（取り下げる）。監査ログに残ります。"
                            + " / A file with many rows that take away a ratio or a limit class"
                            + " waits, none of them registered. The first three let it go on,"
                            + " MISTAKE withdraws it. Recorded in the audit log.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping(
            path = "/insurer/registrations/{id}/decision",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    void decideHeld(Caller caller, @PathVariable UUID id, @RequestBody HeldDecision decision) {
        reception.decide(
                new InsurerNumber(caller.code()),
                id,
                ClerksWord.ofClearing(decision.reason()),
                ClerksWord.clerk(decision.clerk()),
                caller.auditName());
    }
}

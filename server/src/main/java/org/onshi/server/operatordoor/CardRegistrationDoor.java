package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.CardRegistrations;
import org.onshi.wire.ResultRow;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Cards registered as insurance cards elsewhere than on a reader (requirements A-14). */
@RestController
@Tag(name = "cards", description = "健康保険証としての利用登録（マイナポータル・ATM から）。")
class CardRegistrationDoor {
    private static final String CSV = "text/csv";
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final String EXAMPLE =
            """
            issuer_key_id,serial
            8fe5a6b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7,1a2b3c
            """;

    private final CardRegistrations registrations;

    CardRegistrationDoor(CardRegistrations registrations) {
        this.registrations = registrations;
    }

    @Operation(
            summary = "カードを健康保険証として登録する / Register cards as insurance cards",
            description =
                    "UTF-8 の CSV: issuer_key_id,serial（16進）。1000"
                        + " 行ずつ登録し、同じものをもう一度送っても変わりません（UNCHANGED）。住基が答えないときは残りの行が NOT_PROCESSED"
                        + " になります。 / CSV in UTF-8, hexadecimal. A thousand rows at a time; the same"
                        + " again changes nothing (UNCHANGED). When the resident register is"
                        + " silent, the rest is NOT_PROCESSED.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(mediaType = CSV, examples = @ExampleObject(EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "行ごとの結果 / a line a row: line,status,code,message",
            content = @Content(mediaType = CSV))
    @PostMapping(path = "/operator/card-registrations", consumes = CSV, produces = CSV_UTF8)
    byte[] cards(Caller caller, InputStream body) throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (ResultRow.Writer answer = ResultRow.write(csv)) {
            new CardRegistrationLoad(registrations, caller, answer).take(body);
        }
        return csv.toByteArray();
    }
}

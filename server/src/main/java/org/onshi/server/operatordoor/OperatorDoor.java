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
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.audit.Audit;
import org.onshi.server.callers.Caller;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.registry.Insurers;
import org.onshi.wire.ResultRow;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Master data (contracts §1, {@code operator load}): CSV in, a line of result a row out. */
@RestController
@Tag(name = "master data", description = "基本情報（保険者、医療機関等）の登録。")
class OperatorDoor {
    private static final String CSV = "text/csv";
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private static final String INSURERS_EXAMPLE =
            """
            insurer_number,name,kind,prefecture,address,telephone
            01130012,協会けんぽ見本支部,KYOKAI_KENPO,東京都,東京都見本区1-1,00-0000-0000
            """;
    private static final String FACILITIES_EXAMPLE =
            """
            facility_code,name,kind,prefecture,city,address,claim_medium,smartphone
            1312345670,見本病院,HOSPITAL,東京都,見本区,東京都見本区1-1,ONLINE,1
            """;

    private static final String ACCOUNTS_EXAMPLE =
            """
            subject,name,organisation,role
            7f3a9c0d51e2,見本 一郎,01130012,CLERK
            """;

    private final Insurers insurers;
    private final Facilities facilities;
    private final Accounts accounts;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    OperatorDoor(
            Insurers insurers,
            Facilities facilities,
            Accounts accounts,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.insurers = insurers;
        this.facilities = facilities;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Operation(
            summary = "保険者を登録する / Register insurers",
            description =
                    "UTF-8 の CSV。読み取れないファイルは何も登録されません。同じ内容をもう一度送っても変わりません。 / CSV in UTF-8. Of a"
                            + " file that cannot be read nothing is taken; sending it again changes"
                            + " nothing.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            examples = @ExampleObject(INSURERS_EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "行ごとの結果 / a line a row: line,status,code,message",
            content = @Content(mediaType = CSV))
    @PostMapping(path = "/operator/insurers", consumes = CSV, produces = CSV_UTF8)
    byte[] insurers(Caller caller, InputStream body) {
        return load(answer -> new InsurerLoad(insurers, audit, clock, caller, answer).take(body));
    }

    @Operation(
            summary = "医療機関等を登録する / Register facilities",
            description =
                    "UTF-8 の CSV。検査数字が合わない医療機関コードは注意付きで受け付けます（ACCEPTED, CHECK_DIGIT）。smartphone は"
                        + " 1（既定）か 0: スマートフォンを受け付けるか。 / CSV in UTF-8. smartphone is 1 (default) or"
                        + " 0: whether phones are taken. A facility code with a false check digit"
                        + " is taken with a warning (ACCEPTED, CHECK_DIGIT).",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            examples = @ExampleObject(FACILITIES_EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "行ごとの結果 / a line a row: line,status,code,message",
            content = @Content(mediaType = CSV))
    @PostMapping(path = "/operator/facilities", consumes = CSV, produces = CSV_UTF8)
    byte[] facilities(Caller caller, InputStream body) {
        return load(
                answer -> new FacilityLoad(facilities, audit, clock, caller, answer).take(body));
    }

    @Operation(
            summary = "コンソールの利用者を登録する / Register accounts of the console",
            description =
                    "UTF-8 の CSV。role は CLERK, SUPERVISOR, AUDITOR, OPERATOR（organisation が"
                        + " operator のとき）、退職した人は"
                        + " NONE。person（省略可）は職員番号など、同じ人の利用者なら同じ値。省略時は同じ氏名を同じ人とみなし、互いの提案を承認できません。 /"
                        + " CSV in UTF-8. role NONE is for somebody who left; the account then logs"
                        + " in no more. person (optional) is the same for all accounts of one"
                        + " person; without it people of one name count as one, and approve nothing"
                        + " of each other's.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            examples = @ExampleObject(ACCOUNTS_EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "行ごとの結果 / a line a row: line,status,code,message",
            content = @Content(mediaType = CSV))
    @PostMapping(path = "/operator/accounts", consumes = CSV, produces = CSV_UTF8)
    byte[] accounts(Caller caller, InputStream body) {
        return load(answer -> new AccountLoad(accounts, audit, clock, caller, answer).take(body));
    }

    private interface Load {
        void into(ResultRow.Writer answer) throws IOException;
    }

    /**
     * One file, one transaction: when its header or its limits are wrong in the middle, nothing of
     * it is taken.
     */
    private byte[] load(Load load) {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        transaction.executeWithoutResult(_ -> {
            try (ResultRow.Writer answer = ResultRow.write(csv)) {
                load.into(answer);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        return csv.toByteArray();
    }
}

package org.onshi.wire;

import java.util.Optional;

/**
 * The message families of the file interface, by the prefix of their file names (interface.md
 * §1.1). A file of no family is not ours and stays untouched; a family not served is answered with
 * an error.
 */
public enum MessageFamily {
    /** 資格確認. */
    ELIGIBILITY("OQSsiquc01", true),
    /** 一括照会, upload. */
    BULK_ELIGIBILITY("OQSmuquc01", true),
    /** 一括照会, download. */
    BULK_ELIGIBILITY_RESULT("OQSmuquc02", true),
    /** 照会番号登録. */
    REFERENCE_NUMBER("OQSsiimm01", true),
    /** 照会番号一括登録, upload. */
    BULK_REFERENCE_NUMBER("OQSmuimm01", true),
    /** 照会番号一括登録, download. */
    BULK_REFERENCE_NUMBER_RESULT("OQSmuimm02", true),
    /** 医療扶助 委託先資格情報の一括取得, upload. */
    BULK_ASSISTANCE("OQSmutic01", false),
    /** 医療扶助 委託先資格情報の一括取得, download. */
    BULK_ASSISTANCE_RESULT("OQSmutic02", false),
    /** 同意済資格情報一括取得（訪問診療等）, upload. */
    BULK_HOME_VISIT("OQSmuhvq01", false),
    /** 同意済資格情報一括取得（訪問診療等）, download. */
    BULK_HOME_VISIT_RESULT("OQSmuhvq02", false),
    /** 同意済資格情報一括取得（オンライン診療等）, upload. */
    BULK_ONLINE_CARE("OQSmuonq01", false),
    /** 同意済資格情報一括取得（オンライン診療等）, download. */
    BULK_ONLINE_CARE_RESULT("OQSmuonq02", false),
    /** 資格確認（訪問診療等）. */
    HOME_VISIT("OQSsihvq01", false),
    /** 資格確認（オンライン診療等）. */
    ONLINE_CARE("OQSsionq01", false),
    /** 閲覧同意取り消し（訪問診療等）. */
    CONSENT_WITHDRAWAL("OQSsihvd01", false),
    /** 医療機関アクセスURL取得. */
    ACCESS_URL("OQSsiurl01", false),
    /** 医療機関環境設定情報 照会. */
    SETTINGS_INQUIRY("OQSsiinq01", false),
    /** 医療機関環境設定情報 更新. */
    SETTINGS_UPDATE("OQSsiupd01", false),
    /** 薬剤情報・診療情報. */
    MEDICATION("YZKsiquc01", true),
    /** 特定健診情報. */
    CHECKUP("TKKsiquc01", true),
    /** カルテ臨床情報. */
    CLINICAL("CIPsiquc01", false),
    /** 公費（医療費助成）. */
    SUBSIDY("PMHsimsm01", false);

    private static final String REQUEST = "req_";
    private static final String RESPONSE = "res_";
    private static final String SUFFIX = ".xml";
    private static final String DOCUMENT_SUFFIX = ".pdf";

    private final String identifier;
    private final boolean served;

    MessageFamily(String identifier, boolean served) {
        this.identifier = identifier;
        this.served = served;
    }

    /**
     * The family of a request file by its name: prefix, {@code req_}, anything, {@code .xml} (its
     * case does not count). Clients vary in the rest, so nothing more is asked (interface.md §1.2).
     */
    public static Optional<MessageFamily> ofRequest(String fileName) {
        if (!fileName.regionMatches(
                true, fileName.length() - SUFFIX.length(), SUFFIX, 0, SUFFIX.length())) {
            return Optional.empty();
        }
        for (MessageFamily family : values()) {
            if (fileName.startsWith(family.identifier + REQUEST)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /** The API identifier, e.g. {@code OQSsiquc01}. */
    public String identifier() {
        return identifier;
    }

    /** Whether requests of this family get a real answer. */
    public boolean served() {
        return served;
    }

    /** Whether one request asks about many people (mu, not si). */
    public boolean bulk() {
        return identifier.startsWith("mu", 3);
    }

    /** Whether this asks for the result of an earlier upload. */
    public boolean download() {
        return bulk() && identifier.endsWith("02");
    }

    /**
     * Whether this family has words of its own for what went wrong, ResultCode and MessageContents,
     * and may be answered with a printed document (interface.md §2.7, §2.8).
     */
    public boolean medical() {
        return this == MEDICATION || this == CHECKUP;
    }

    /** The name of an answer that is a PDF file: the same base name (interface.md §2.7). */
    public String documentName(String requestName) {
        String name = responseName(requestName);
        return name.substring(0, name.length() - SUFFIX.length()) + DOCUMENT_SUFFIX;
    }

    /** The name of the answer to a request file of this family: req_ becomes res_. */
    public String responseName(String requestName) {
        String prefix = identifier + REQUEST;
        if (!requestName.startsWith(prefix)) {
            throw new IllegalArgumentException("not a request name of " + identifier);
        }
        return identifier + RESPONSE + requestName.substring(prefix.length());
    }

    /** The name of the {@code .err} file beside a returned request: its base name with .err. */
    public static String errorName(String requestName) {
        int dot = requestName.lastIndexOf('.');
        return (dot < 0 ? requestName : requestName.substring(0, dot)) + ".err";
    }
}

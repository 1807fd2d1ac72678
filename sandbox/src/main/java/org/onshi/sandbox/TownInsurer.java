package org.onshi.sandbox;

import java.util.List;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.InsurerNumber;

/**
 * An insurer of the town. Apart from the two branches of 協会けんぽ, whose numbers are published
 * everywhere, numbers lie in 990 to 999 and names are made up.
 *
 * @param number 保険者番号
 * @param name 保険者名称
 * @param prefecture 都道府県 by name
 * @param address 所在地
 * @param telephone of the range that is never assigned
 */
public record TownInsurer(
        InsurerNumber number, String name, String prefecture, String address, String telephone) {
    /** All twelve, of every kind that insures the general public. */
    static final List<TownInsurer> ALL =
            List.of(
                    insurer("0113001", "全国健康保険協会東京支部", "東京都", "東京都恩志市本町一丁目１番１号", 1),
                    insurer("0101001", "全国健康保険協会北海道支部", "北海道", "北海道白波市北一条西２丁目１番地", 2),
                    insurer("0613990", "恩志電機健康保険組合", "東京都", "東京都恩志市工業団地３番地", 3),
                    insurer("0614991", "青波運輸健康保険組合", "神奈川県", "神奈川県青波町港一丁目５番８号", 4),
                    insurer("0627992", "みなと情報健康保険組合", "大阪府", "大阪府水都市中之町４番２号", 5),
                    insurer("3213993", "恩志市町村職員共済組合", "東京都", "東京都恩志市役所通１番地", 6),
                    insurer("3413994", "公立学校共済組合恩志支部", "東京都", "東京都恩志市学園町２番６号", 7),
                    insurer("13990", "恩志市", "東京都", "東京都恩志市役所通１番１号", 8),
                    insurer("14991", "青波町", "神奈川県", "神奈川県青波町港二丁目１番１号", 9),
                    insurer("13399", "恩志美容国民健康保険組合", "東京都", "東京都恩志市緑町３番９号", 10),
                    insurer("3913990", "恩志後期高齢者医療広域連合", "東京都", "東京都恩志市本町二丁目７番３号", 11),
                    insurer("3914991", "青波後期高齢者医療広域連合", "神奈川県", "神奈川県青波町港三丁目４番４号", 12));

    /** 協会けんぽ, 健保組合 and 共済: where employees are. */
    static final List<TownInsurer> EMPLOYEES =
            ofKinds(
                    List.of(
                            InsurerKind.KYOKAI_KENPO,
                            InsurerKind.HEALTH_SOCIETY,
                            InsurerKind.MUTUAL_AID));

    /** 健保組合. */
    static final List<TownInsurer> SOCIETIES = ofKinds(List.of(InsurerKind.HEALTH_SOCIETY));

    /** 共済. */
    static final List<TownInsurer> MUTUAL_AID = ofKinds(List.of(InsurerKind.MUTUAL_AID));

    /** 市町村国保. */
    static final List<TownInsurer> MUNICIPALITIES = ofKinds(List.of(InsurerKind.MUNICIPAL_NHI));

    /** 後期高齢者医療. */
    static final List<TownInsurer> LATE_STAGE = ofKinds(List.of(InsurerKind.LATE_STAGE_ELDERLY));

    /** All but 後期高齢者医療. */
    static final List<TownInsurer> BELOW_75 =
            ALL.stream()
                    .filter(insurer -> insurer.kind() != InsurerKind.LATE_STAGE_ELDERLY)
                    .toList();

    /** The scheme. */
    public InsurerKind kind() {
        return number.kind();
    }

    private static List<TownInsurer> ofKinds(List<InsurerKind> kinds) {
        return ALL.stream().filter(insurer -> kinds.contains(insurer.kind())).toList();
    }

    private static TownInsurer insurer(
            String body, String name, String prefecture, String address, int index) {
        InsurerNumber number = new InsurerNumber(body + CheckDigit.luhn(body));
        return new TownInsurer(number, name, prefecture, address, "03-0000-%04d".formatted(index));
    }
}

package org.onshi.sandbox;

import java.util.List;
import org.onshi.kernel.FacilityCode;

/**
 * A facility of the town; municipality 99, which no prefecture has, and made-up names.
 *
 * @param code 医療機関コード
 * @param name 名称
 * @param kind 種別: HOSPITAL, MEDICAL_CLINIC, DENTAL_CLINIC, PHARMACY or HOME_NURSING
 * @param prefecture 都道府県 by name
 * @param city 市区町村
 * @param address 所在地
 * @param claimMedium how it sends claims: ONLINE, MEDIA or PAPER
 */
public record TownFacility(
        FacilityCode code,
        String name,
        String kind,
        String prefecture,
        String city,
        String address,
        String claimMedium) {
    /** Ten, at least two of every kind; the first has the demo's terminal. */
    static final List<TownFacility> ALL =
            List.of(
                    facility("131990001", "恩志内科クリニック", "MEDICAL_CLINIC", "桜台一丁目２番３号", "ONLINE"),
                    facility("131990002", "恩志中央病院", "HOSPITAL", "本町三丁目１番１号", "ONLINE"),
                    facility("131990003", "桜台こどもクリニック", "MEDICAL_CLINIC", "桜台二丁目８番１号", "MEDIA"),
                    facility("133990001", "恩志歯科医院", "DENTAL_CLINIC", "緑町１番５号", "ONLINE"),
                    facility("133990002", "学園町デンタルクリニック", "DENTAL_CLINIC", "学園町４番４号", "PAPER"),
                    facility("134990001", "さくら薬局恩志店", "PHARMACY", "桜台一丁目２番５号", "ONLINE"),
                    facility("134990002", "本町調剤薬局", "PHARMACY", "本町三丁目１番９号", "ONLINE"),
                    facility("136990001", "恩志訪問看護ステーション", "HOME_NURSING", "緑町７番２号", "ONLINE"),
                    facility("136990002", "ひまわり訪問看護ステーション", "HOME_NURSING", "港町６番６号", "ONLINE"),
                    facility("131990004", "港町病院", "HOSPITAL", "港町２番２号", "ONLINE"));

    private static TownFacility facility(
            String body, String name, String kind, String address, String medium) {
        FacilityCode code = FacilityCode.withCheckDigit(body);
        return new TownFacility(code, name, kind, "東京都", "恩志市", "東京都恩志市" + address, medium);
    }
}

package org.onshi.server.facilities;

import org.onshi.kernel.FacilityCode;

/**
 * A facility as the operating body registered it.
 *
 * @param code 医療機関コード; a false check digit is only a warning (facts §1.4)
 * @param name 名称
 * @param type 種別
 * @param prefecture 都道府県, as given; "" when not given
 * @param city 市区町村; "" when not given
 * @param address 所在地; "" when not given
 * @param claimMedium 請求媒体
 * @param smartphone whether its reader takes phones that stand for a card (requirements A-37)
 */
public record Facility(
        FacilityCode code,
        String name,
        FacilityType type,
        String prefecture,
        String city,
        String address,
        ClaimMedium claimMedium,
        boolean smartphone) {}

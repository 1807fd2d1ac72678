package org.onshi.server.registry;

import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.InsurerNumber;

/**
 * An insurer as the operating body registered it (contracts §1, {@code operator load insurers}).
 *
 * @param number 保険者番号
 * @param name 保険者名称, as shown in answers
 * @param kind what it is
 * @param prefecture "" when not given
 * @param address "" when not given
 * @param telephone "" when not given
 */
public record Insurer(
        InsurerNumber number,
        String name,
        InsurerKind kind,
        String prefecture,
        String address,
        String telephone) {}

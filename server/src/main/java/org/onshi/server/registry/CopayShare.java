package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.CopayPercent;

/**
 * 一部負担金割合 as registered.
 *
 * @param percent the share
 * @param from first day on the paper, if registered
 * @param to last day on the paper, if registered
 */
public record CopayShare(CopayPercent percent, Optional<LocalDate> from, Optional<LocalDate> to) {}

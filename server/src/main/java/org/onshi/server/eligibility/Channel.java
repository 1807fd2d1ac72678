package org.onshi.server.eligibility;

import java.util.Optional;
import org.onshi.server.audit.AuditEvent;

/** How a question came in; statistics count the ways apart (requirements ). */
public enum Channel {
    /** One question by the number of a card or paper. */
    NUMBER("number", AuditEvent.ELIGIBILITY_CHECKED),
    /** One row of a bulk inquiry. */
    BULK("bulk", AuditEvent.BULK_ROW_CHECKED),
    /** By a card whose holder is present. */
    CARD("card", AuditEvent.CARD_CHECKED);

    private final String code;
    private final AuditEvent event;

    Channel(String code, AuditEvent event) {
        this.code = code;
        this.event = event;
    }

    /** As audit entries write it. */
    public String code() {
        return code;
    }

    AuditEvent event() {
        return event;
    }

    static Optional<Channel> of(String code) {
        for (Channel channel : values()) {
            if (channel.code.equals(code)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }
}

package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sessions of each person: one who begins more than so many ends the own oldest. */
final class ConsoleOpenSessions {
    /** Several desks and browsers, and some that were closed without a logout. */
    static final int OF_ONE_PERSON_MAX = 8;

    private static final String ATTRIBUTE = "org.onshi.console.open";

    /** By subject, and by the session's id, the oldest first. */
    private final Map<String, LinkedHashMap<String, HttpSession>> open = new HashMap<>();

    /**
     * A session that begins now.
     *
     * @return how many of the person's older ones were ended for it
     */
    int begin(String subject, HttpSession session) {
        List<HttpSession> tooMany = new ArrayList<>();
        synchronized (open) {
            LinkedHashMap<String, HttpSession> own =
                    open.computeIfAbsent(subject, _ -> new LinkedHashMap<>());
            own.put(session.getId(), session);
            while (own.size() > OF_ONE_PERSON_MAX) {
                tooMany.add(own.remove(own.firstEntry().getKey()));
            }
        }
        session.setAttribute(ATTRIBUTE, new Open(this, subject, session.getId()));
        return (int) tooMany.stream().filter(ConsoleOpenSessions::end).count();
    }

    /** Outside the lock: ending one tells {@link Open}. */
    private static boolean end(HttpSession session) {
        try {
            session.invalidate();
            return true;
        } catch (IllegalStateException ended) {
            return false;
        }
    }

    private void forget(String subject, String id) {
        synchronized (open) {
            open.computeIfPresent(
                    subject,
                    (_, own) -> {
                        own.remove(id);
                        return own.isEmpty() ? null : own;
                    });
        }
    }

    /** Told by the container when its session ends, however it does. */
    private record Open(ConsoleOpenSessions sessions, String subject, String id)
            implements HttpSessionBindingListener {
        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            sessions.forget(subject, id);
        }

        @Override
        public String toString() {
            return "Open[…]";
        }
    }
}

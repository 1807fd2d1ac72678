package org.onshi.server.insurerdoor;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.audit.AuditEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Ends a session that was idle or lasted too long, by the shared clock, and that of a person who
 * has left; gives every other request the account as it stands now.
 */
final class ConsoleSessions extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String BEGUN = "org.onshi.console.begun";
    private static final String SEEN = "org.onshi.console.seen";

    private final transient ConsoleLogins logins;
    private final transient Accounts accounts;
    private final transient ConsoleLog log;
    private final transient InstantSource clock;
    private final transient Duration idleMax;
    private final transient Duration sessionMax;

    ConsoleSessions(
            ConsoleLogins logins,
            Accounts accounts,
            ConsoleLog log,
            InstantSource clock,
            ConsoleSettings settings) {
        this.logins = logins;
        this.accounts = accounts;
        this.log = log;
        this.clock = clock;
        this.idleMax = settings.idleMax();
        this.sessionMax = settings.sessionMax();
    }

    /**
     * A session that begins now. How long it may be idle is judged here, by the shared clock; the
     * container, which has a limit of its own, must not end it before.
     */
    static void begin(HttpSession session, Instant now, Duration longest) {
        session.setMaxInactiveInterval(Math.toIntExact(longest.toSeconds()));
        session.setAttribute(BEGUN, now);
        session.setAttribute(SEEN, now);
    }

    /** The subject of whoever is logged in. */
    static Optional<String> subject() {
        return subject(SecurityContextHolder.getContext().getAuthentication());
    }

    /** The subject of an authentication; null is nobody's, as Spring Security has it. */
    static Optional<String> subject(Authentication known) {
        return known != null && known.getPrincipal() instanceof OidcUser user
                ? Optional.of(user.getSubject())
                : Optional.empty();
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpSession session = request.getSession(false);
        Optional<String> subject = subject();
        if (subject.isEmpty() || session == null) {
            chain.doFilter(request, response);
            return;
        }
        Instant now = clock.instant();
        Optional<Account> account = logins.admitted(subject.get());
        Optional<String> end = account.isEmpty() ? Optional.of("account") : ending(session, now);
        if (end.isPresent()) {
            end(subject.get(), end.get());
            session.invalidate();
            SecurityContextHolder.clearContext();
            response.sendRedirect("/console/login?ended=" + end.get());
            return;
        }
        if (!request.getRequestURI().endsWith(ConsoleFiles.PROGRESS)) {
            // a page that asks for news by itself is nobody at the desk
            session.setAttribute(SEEN, now);
        }
        String csrf =
                request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                        ? token.getToken()
                        : "";
        request.setAttribute(
                ConsoleUser.ATTRIBUTE,
                new ConsoleUser(
                        account.get(), new InsurerNumber(account.get().organisation()), csrf));
        chain.doFilter(request, response);
    }

    private Optional<String> ending(HttpSession session, Instant now) {
        if (!(session.getAttribute(BEGUN) instanceof Instant begun)
                || !(session.getAttribute(SEEN) instanceof Instant seen)) {
            return Optional.of("idle");
        }
        if (!now.isBefore(begun.plus(sessionMax))) {
            return Optional.of("long");
        }
        return now.isBefore(seen.plus(idleMax)) ? Optional.empty() : Optional.of("idle");
    }

    private void end(String subject, String reason) {
        accounts.find(subject)
                .ifPresent(account ->
                        log.record(
                                account,
                                AuditEvent.CONSOLE_LOGOUT,
                                Map.of("reason", reason),
                                reason));
    }
}

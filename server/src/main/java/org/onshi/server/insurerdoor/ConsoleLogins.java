package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Door;
import org.onshi.server.callers.Misuses;
import org.onshi.server.registry.Insurers;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * Whom the provider proves to be who, and whether that person has an account with an insurer. A
 * login is in the audit log before there is a session; so is the first of a minute's refusals of a
 * kind, and the sum of the others.
 */
@Component
final class ConsoleLogins
        implements OAuth2UserService<OidcUserRequest, OidcUser>,
                AuthenticationSuccessHandler,
                AuthenticationFailureHandler {
    private static final String ACCOUNT_UNKNOWN = "account_unknown";
    private static final Pattern REASON = Pattern.compile("[a-z_]{1,40}");

    private final Accounts accounts;
    private final Insurers insurers;
    private final ConsoleLog log;
    private final Misuses misuses;
    private final InstantSource clock;
    private final Duration sessionMax;
    private final ConsoleOpenSessions openSessions = new ConsoleOpenSessions();

    ConsoleLogins(
            Accounts accounts,
            Insurers insurers,
            ConsoleLog log,
            Misuses misuses,
            InstantSource clock,
            ConsoleSettings settings) {
        this.accounts = accounts;
        this.insurers = insurers;
        this.log = log;
        this.misuses = misuses;
        this.clock = clock;
        this.sessionMax = settings.sessionMax();
    }

    /** The token has been verified when this is asked. */
    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        Account account =
                admitted(request.getIdToken().getSubject())
                        .orElseThrow(() ->
                                new OAuth2AuthenticationException(
                                        new OAuth2Error(ACCOUNT_UNKNOWN)));
        log.record(
                account,
                AuditEvent.CONSOLE_LOGIN,
                Map.of("role", account.role().name()),
                account.role().name());
        return new DefaultOidcUser(List.of(), request.getIdToken());
    }

    /** An account of an insurer that is registered; an operator has no page here. */
    Optional<Account> admitted(String subject) {
        return accounts.find(subject)
                .filter(account ->
                        new ClaimedInsurerNumber(account.organisation())
                                .confirmed()
                                .flatMap(insurers::find)
                                .isPresent());
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication known)
            throws IOException {
        HttpSession session = request.getSession();
        ConsoleSessions.begin(session, clock.instant(), sessionMax);
        int ended = openSessions.begin(known.getName(), session);
        if (ended > 0) {
            ConsoleSessions.subject(known)
                    .flatMap(accounts::find)
                    .ifPresent(account ->
                            log.record(
                                    account,
                                    AuditEvent.CONSOLE_LOGOUT,
                                    Map.of("reason", "others"),
                                    "others"));
        }
        response.sendRedirect("/console/");
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException refused)
            throws IOException {
        String reason =
                refused instanceof OAuth2AuthenticationException oauth
                                && REASON.matcher(oauth.getError().getErrorCode()).matches()
                        ? oauth.getError().getErrorCode()
                        : "other";
        misuses.record(Door.WEB, "console", AuditEvent.CONSOLE_LOGIN_REFUSED, reason);
        response.sendRedirect(
                reason.equals(ACCOUNT_UNKNOWN)
                        ? "/console/login?refused=account"
                        : "/console/login?refused=login");
    }
}

package org.onshi.server.insurerdoor;

import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Doors;
import org.onshi.wire.SharedClock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The door of people: login by OpenID Connect, one session a person, forms with a token. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
class ConsoleConfiguration {
    @Bean
    @ConditionalOnProperty("onshi.web.port")
    ConsoleProvider consoleProvider(ConsoleSettings settings, SharedClock clock) {
        return new ConsoleProvider(settings.needed(), clock.asClock());
    }

    @Bean
    @ConditionalOnProperty("onshi.web.port")
    SecurityFilterChain consoleChain(
            HttpSecurity http,
            Doors doors,
            ConsoleProvider provider,
            ConsoleLogins logins,
            Accounts accounts,
            ConsoleLog log,
            ConsoleSettings settings,
            SharedClock clock) {
        http.securityMatcher(doors.openWeb())
                .addFilterBefore(doors.webThreshold(), DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new ConsoleSessions(logins, accounts, log, clock, settings),
                        AuthorizationFilter.class)
                // a login begins a session of its own
                .sessionManagement(
                        sessions -> sessions.sessionFixation(fixed -> fixed.newSession()))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .authorizeHttpRequests(rules ->
                        rules.requestMatchers(
                                        "/console/login", "/console/login/**", "/console/assets/**")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .csrf(csrf ->
                        csrf.csrfTokenRepository(new ConsoleTokens())
                                .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                                // a file is read as a stream, its token first: ConsoleUpload
                                .ignoringRequestMatchers(
                                        PathPatternRequestMatcher.withDefaults()
                                                .matcher(HttpMethod.POST, ConsoleUpload.PATHS)))
                .addFilterBefore(
                        new ConsoleLoginStart(provider),
                        OAuth2AuthorizationRequestRedirectFilter.class)
                .headers(headers ->
                        headers.addHeaderWriter((_, response) ->
                                        response.setHeader(
                                                "Content-Security-Policy",
                                                policy(provider.logoutOrigin())))
                                .referrerPolicy(
                                        referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                                .crossOriginOpenerPolicy(opener ->
                                        opener.policy(
                                                org.springframework.security.web.header.writers
                                                        .CrossOriginOpenerPolicyHeaderWriter
                                                        .CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .exceptionHandling(refused ->
                        refused.accessDeniedHandler((request, response, denied) ->
                                response.sendRedirect("/console/refused")));
        logInAndOut(
                http,
                provider,
                new ConsoleLoginStates(clock, settings.secureCookies(doors.webIsTls())),
                logins,
                accounts,
                log);
        return http.build();
    }

    /**
     * Logging out is a form whose answer leads to the provider, which a policy has to name: its
     * logout's origin and nothing else.
     */
    private static String policy(String logout) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; form-action "
                + ("'self' " + logout).strip()
                + "; frame-ancestors 'none'; base-uri 'none'";
    }

    private static void logInAndOut(
            HttpSecurity http,
            ConsoleProvider provider,
            ConsoleLoginStates states,
            ConsoleLogins logins,
            Accounts accounts,
            ConsoleLog log) {
        DefaultOAuth2AuthorizationRequestResolver requests =
                new DefaultOAuth2AuthorizationRequestResolver(provider, ConsoleProvider.START);
        requests.setAuthorizationRequestCustomizer(
                OAuth2AuthorizationRequestCustomizers.withPkce());
        http.oauth2Login(login ->
                        login.clientRegistrationRepository(provider)
                                .authorizedClientRepository(new NoTokens())
                                .loginPage("/console/login")
                                .authorizationEndpoint(at ->
                                        at.authorizationRequestResolver(requests)
                                                .authorizationRequestRepository(states))
                                .redirectionEndpoint(at -> at.baseUri(ConsoleProvider.BACK))
                                .tokenEndpoint(
                                        at -> at.accessTokenResponseClient(provider.tokens()))
                                .userInfoEndpoint(at -> at.oidcUserService(logins))
                                .successHandler(logins)
                                .failureHandler(logins))
                .logout(logout ->
                        logout.logoutUrl("/console/logout")
                                .addLogoutHandler((request, response, known) -> {
                                    // first: a desk is left also when nothing can be written
                                    Optional.ofNullable(request.getSession(false))
                                            .ifPresent(HttpSession::invalidate);
                                    ConsoleSessions.subject()
                                            .flatMap(accounts::find)
                                            .ifPresent(account ->
                                                    log.record(
                                                            account,
                                                            AuditEvent.CONSOLE_LOGOUT,
                                                            Map.of("reason", "asked"),
                                                            "asked"));
                                })
                                .logoutSuccessHandler((request, response, known) ->
                                        response.sendRedirect(provider.afterLogout())));
    }

    /** Access tokens are of no use here and are not kept. */
    private static final class NoTokens implements OAuth2AuthorizedClientRepository {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // so Spring Security declares it
        public <T extends OAuth2AuthorizedClient> T loadAuthorizedClient(
                String registrationId,
                org.springframework.security.core.Authentication known,
                jakarta.servlet.http.HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                org.springframework.security.core.Authentication known,
                jakarta.servlet.http.HttpServletRequest request,
                jakarta.servlet.http.HttpServletResponse response) {
            // it proved who logs in, and that was all
        }

        @Override
        public void removeAuthorizedClient(
                String registrationId,
                org.springframework.security.core.Authentication known,
                jakarta.servlet.http.HttpServletRequest request,
                jakarta.servlet.http.HttpServletResponse response) {
            // none is kept
        }
    }

    /** Sessions of this door only: no other asks for one. */
    @Bean
    ServletContextInitializer consoleCookie(Doors doors, ConsoleSettings settings) {
        return context -> {
            context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
            context.getSessionCookieConfig().setName("onshi_console");
            context.getSessionCookieConfig().setHttpOnly(true);
            context.getSessionCookieConfig().setPath("/");
            context.getSessionCookieConfig().setSecure(settings.secureCookies(doors.webIsTls()));
            context.getSessionCookieConfig().setAttribute("SameSite", "Lax");
        };
    }

    @Bean
    WebMvcConfigurer consoleArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new UserArgument());
            }
        };
    }

    /** Gives a page the person it is for. */
    private static final class UserArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == ConsoleUser.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                ModelAndViewContainer container,
                NativeWebRequest request,
                WebDataBinderFactory binders) {
            Object user =
                    request.getAttribute(ConsoleUser.ATTRIBUTE, NativeWebRequest.SCOPE_REQUEST);
            if (user == null) {
                throw new IllegalStateException("a page of the console was reached by nobody");
            }
            return user;
        }
    }
}

package org.onshi.server.insurerdoor;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * No login begins at a provider that is silent, or at another one: back to the page that says so.
 * Spring Security would answer with an error of its own.
 */
final class ConsoleLoginStart extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient ConsoleProvider provider;

    ConsoleLoginStart(ConsoleProvider provider) {
        this.provider = provider;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        if (path.startsWith(ConsoleProvider.START)
                && !(path.equals(ConsoleProvider.START + "/" + ConsoleProvider.ID)
                        && provider.answers())) {
            response.sendRedirect("/console/login");
            return;
        }
        chain.doFilter(request, response);
    }
}

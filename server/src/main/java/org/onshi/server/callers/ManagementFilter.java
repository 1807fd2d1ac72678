package org.onshi.server.callers;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.onshi.wire.FaultCode;

/** The management port answers its own paths, and reads only. */
final class ManagementFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!Door.MANAGEMENT.serves(request.getRequestURI())) {
            Problem.of(FaultCode.NOT_FOUND).write(response);
        } else if (!"GET".equals(request.getMethod())) {
            Problem.of(FaultCode.METHOD_REFUSED).write(response);
        } else {
            chain.doFilter(request, response);
        }
    }
}

package org.onshi.server.callers;

import java.io.IOException;
import java.io.InputStream;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The doors' OpenAPI descriptions at the management port: the files of {@code docs/openapi}, which
 * a test holds to the code. Served as they are, so that a starting server need not draw them up.
 */
@RestController
class OpenApiPages {
    @GetMapping(path = "/openapi/{door}.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] page(@PathVariable String door) throws IOException {
        if (!door.matches("facility|insurer|operator")) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        try (InputStream in =
                OpenApiPages.class.getResourceAsStream("/openapi/" + door + ".json")) {
            if (in == null) {
                throw new Fault(FaultCode.NOT_FOUND);
            }
            return in.readAllBytes();
        }
    }
}

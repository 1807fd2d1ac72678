package org.onshi.sandbox;

import java.io.IOException;

/** What a path of the sandbox does with a request. */
interface SandboxHandler {
    /**
     * Answers.
     *
     * @throws org.onshi.wire.Fault for a "no", which the server words
     */
    SandboxAnswer handle(SandboxRequest request) throws IOException;
}

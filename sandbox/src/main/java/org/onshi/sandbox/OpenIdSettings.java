package org.onshi.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How the OpenID provider is run.
 *
 * @param accounts the file of {@link OpenIdAccounts}
 * @param clientSecretFile its first line is the secret of the one client, {@link #CLIENT_ID}
 * @param redirectUris where answers may go, compared letter by letter
 * @param logoutUris where a browser may go after a logout, compared letter by letter
 */
public record OpenIdSettings(
        Path accounts, Path clientSecretFile, List<URI> redirectUris, List<URI> logoutUris) {
    /** The one client: the console of the central system. */
    public static final String CLIENT_ID = "onshi-console";

    public OpenIdSettings {
        redirectUris = List.copyOf(redirectUris);
        logoutUris = List.copyOf(logoutUris);
    }
}

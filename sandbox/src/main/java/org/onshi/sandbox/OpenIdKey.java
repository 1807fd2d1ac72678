package org.onshi.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;

/** The key with which the provider signs ID tokens (ES256), kept so that a restart keeps it. */
final class OpenIdKey {
    private final ECKey key;

    private OpenIdKey(ECKey key) {
        this.key = key;
    }

    /** That of the folder, made when it is missing. */
    static OpenIdKey in(Path folder) {
        Path file = folder.resolve("openid-key.json");
        try {
            if (!Files.exists(file)) {
                ECKey made =
                        new ECKeyGenerator(Curve.P_256)
                                .keyUse(KeyUse.SIGNATURE)
                                .algorithm(JWSAlgorithm.ES256)
                                .keyIDFromThumbprint(true)
                                .generate();
                PrivateFiles.write(file, made.toJSONString().getBytes(StandardCharsets.UTF_8));
            }
            return new OpenIdKey(
                    ECKey.parse(new String(PrivateFiles.read(file), StandardCharsets.UTF_8)));
        } catch (JOSEException | ParseException broken) {
            throw new IllegalStateException("the key of the OpenID provider: " + file, broken);
        }
    }

    /** What verifies its signatures, as JWKS. */
    Map<String, Object> published() {
        return new JWKSet(key.toPublicJWK()).toJSONObject();
    }

    SignedJWT sign(JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                            claims);
            token.sign(new ECDSASigner(key));
            return token;
        } catch (JOSEException impossible) {
            throw new IllegalStateException("an ID token could not be signed", impossible);
        }
    }
}

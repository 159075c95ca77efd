package io.voltwright.protocol.opcua;

import io.voltwright.security.api.Keys;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A key with its self-signed certificate; also a key store that holds nothing else. */
record TestIdentity(String uri, KeyPair pair, X509Certificate certificate) implements Keys {

    static TestIdentity of(String name) {
        try {
            KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
            String uri = "urn:test:" + name;
            X509Certificate certificate = new SelfSignedCertificateBuilder(pair)
                    .setCommonName(name)
                    .setApplicationUri(uri)
                    .addIpAddress("127.0.0.1")
                    .build();
            return new TestIdentity(uri, pair, certificate);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public KeyStore.PrivateKeyEntry identity(String listener) {
        return new KeyStore.PrivateKeyEntry(pair.getPrivate(), new Certificate[] {certificate});
    }

    @Override
    public SecretKey secret(String purpose) {
        throw new UnsupportedOperationException(purpose);
    }

    @Override
    public Optional<char[]> password(String name) {
        return Optional.empty();
    }

    @Override
    public void putPassword(String name, char[] value) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void renew(String listener) {
        throw new UnsupportedOperationException(listener);
    }

    @Override
    public List<Held> held() {
        return List.of();
    }
}

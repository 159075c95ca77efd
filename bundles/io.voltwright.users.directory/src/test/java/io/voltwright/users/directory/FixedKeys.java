package io.voltwright.users.directory;

import io.voltwright.security.api.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Secrets that follow from their purpose. */
final class FixedKeys implements Keys {

    @Override
    public SecretKey secret(String purpose) {
        return new SecretKeySpec(Arrays.copyOf(purpose.getBytes(StandardCharsets.UTF_8), 32), "AES");
    }

    @Override
    public Optional<char[]> password(String name) {
        return Optional.empty();
    }

    @Override
    public void putPassword(String name, char[] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyStore.PrivateKeyEntry identity(String listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void renew(String listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Held> held() {
        return List.of();
    }
}

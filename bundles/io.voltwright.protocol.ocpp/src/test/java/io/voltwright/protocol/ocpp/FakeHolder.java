package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorization;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Holds the secrets and knows the tokens: {@code ref-X} stands for the card X. */
final class FakeHolder implements Keys, Authority {

    final Map<String, String> secrets = new HashMap<>();

    @Override
    public CompletionStage<Authorization> authorize(IdToken token, EvseId evse, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Authorization> authorizeFor(String backend, IdToken token, EvseId evse, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<TokenRef> refer(IdToken token) {
        return CompletableFuture.completedFuture(new TokenRef("ref-" + token.value()));
    }

    @Override
    public TokenRef referGroup(IdToken group) {
        return new TokenRef("group-" + group.value());
    }

    @Override
    public Optional<IdToken> reveal(TokenRef ref) {
        return ref.value().startsWith("ref-")
                ? Optional.of(IdToken.card(ref.value().substring(4)))
                : Optional.empty();
    }

    @Override
    public SecretKey secret(String purpose) {
        byte[] key = new byte[32];
        key[0] = (byte) purpose.length();
        return new SecretKeySpec(key, "AES");
    }

    @Override
    public Optional<char[]> password(String name) {
        return Optional.ofNullable(secrets.get(name)).map(String::toCharArray);
    }

    @Override
    public void putPassword(String name, char[] value) {
        secrets.put(name, new String(value));
    }

    @Override
    public void renew(String listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyStore.PrivateKeyEntry identity(String listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Held> held() {
        return List.of();
    }
}

package io.voltwright.security.gate;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every account has the password "right". */
final class FewAccounts implements Accounts {

    final List<String> origins = new ArrayList<>();
    Set<Role> granted = Set.of(Role.OPERATOR);
    List<String> keys = List.of();

    @Override
    public Login login(String name, char[] password, String origin) {
        origins.add(origin);
        return new String(password).equals("right")
                ? new Login.Accepted(name, granted)
                : new Login.Denied(Duration.ZERO);
    }

    @Override
    public List<String> sshKeys(String name) {
        return keys;
    }

    @Override
    public Optional<Set<Role>> roles(String name) {
        return Optional.of(granted);
    }

    @Override
    public List<Account> accounts() {
        return List.of();
    }

    @Override
    public Outcome add(String name, char[] password, Set<Role> roles, Actor by) {
        return Outcome.refused("a fake");
    }

    @Override
    public Outcome password(String name, char[] password, Actor by) {
        return Outcome.refused("a fake");
    }

    @Override
    public Outcome disable(String name, boolean disabled, Actor by) {
        return Outcome.refused("a fake");
    }

    @Override
    public Outcome addSshKey(String name, String key, Actor by) {
        return Outcome.refused("a fake");
    }
}

package io.voltwright.users.api;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** People and programs that operate the station. All methods block on the store; passwords are wiped by the caller. */
@ProviderType
public interface Accounts {

    List<Account> accounts();

    /**
     * Checks a password. Takes the same time whether the account exists or not. The first start's one-time set-up code is the
     * password of the account {@code setup}, which may only add the first admin.
     *
     * @param origin where it comes from, for the delay after failures: an address, or {@code local}
     */
    Login login(String name, char[] password, String origin);

    /**
     * Adds an account.
     *
     * @param password 12 to 128 characters
     */
    Outcome add(String name, char[] password, Set<Role> roles, Actor by);

    /** Sets a new password. */
    Outcome password(String name, char[] password, Actor by);

    /** Closes an account, also where it is logged in, or opens it again. */
    Outcome disable(String name, boolean disabled, Actor by);

    /**
     * Gives an account other roles, also where it is logged in.
     *
     * @return refused for no roles, and where no admin would be left
     */
    default Outcome roles(String name, Set<Role> roles, Actor by) {
        return Outcome.refused("roles cannot be changed here");
    }

    /** The keys for logging in over SSH without a password, in OpenSSH's one-line form; empty if the account is away or disabled. */
    List<String> sshKeys(String name);

    /** Adds a key for logging in over SSH, in OpenSSH's one-line form. */
    Outcome addSshKey(String name, String key, Actor by);

    /** The roles of an enabled account; empty if it does not exist or is disabled. */
    Optional<Set<Role>> roles(String name);

    /** Result of a login. */
    sealed interface Login {

        /** It is them. */
        record Accepted(String name, Set<Role> roles) implements Login {}

        /**
         * It is not, or not now.
         *
         * @param retryAfter until the next try is looked at; zero if at once
         */
        record Denied(Duration retryAfter) implements Login {}
    }

    /**
     * An account as people may see it.
     *
     * @param name 1 to 32 characters: lower-case letters, digits, dot, hyphen, underscore
     * @param roles what it may do
     * @param disabled whether it is closed
     * @param lastLogin when it last came in
     */
    record Account(String name, Set<Role> roles, boolean disabled, Optional<Instant> lastLogin) {}
}

package io.voltwright.base.api;

import java.security.AccessController;
import javax.security.auth.Subject;

/**
 * Who gave a command; every command that changes something names one (R47).
 *
 * @param kind the door it came through
 * @param name the account, token reference, back end or cause behind that door
 */
public record Actor(Kind kind, String name) {

    /** The doors. */
    public enum Kind {
        DRIVER,
        OPERATOR,
        BACKEND,
        PLANT,
        STATION
    }

    public static Actor driver(TokenRef token) {
        return new Actor(Kind.DRIVER, token.value());
    }

    /** A person in the shell or the web console. */
    public static Actor operator(String account) {
        return new Actor(Kind.OPERATOR, account);
    }

    public static Actor backend(String name) {
        return new Actor(Kind.BACKEND, name);
    }

    /** Plant control over OPC UA. */
    public static Actor plant(String account) {
        return new Actor(Kind.PLANT, account);
    }

    /** The station itself, for the named cause. */
    public static Actor station(String cause) {
        return new Actor(Kind.STATION, cause);
    }

    /**
     * The person whose login runs this code, as a shell command has to name them; {@code station:shell} where nobody logged in.
     * The shell's own variable USER is no answer: everybody can set it.
     */
    @SuppressWarnings("removal") // Java 17 has no other way to the subject of a login; Subject.current() came with 18
    public static Actor caller() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return subject == null
                ? station("shell")
                : subject.getPrincipals().stream()
                        .filter(principal ->
                                principal.getClass().getSimpleName().equals("UserPrincipal"))
                        .findFirst()
                        .map(principal -> operator(principal.getName()))
                        .orElseGet(() -> station("shell"));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
    }
}

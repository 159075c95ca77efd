package io.voltwright.base.api;

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

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
    }
}

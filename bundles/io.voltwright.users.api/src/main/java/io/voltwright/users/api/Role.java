package io.voltwright.users.api;

import java.util.Locale;

/** What an account may do; the names are those of the command ACLs. */
public enum Role {
    VIEWER,
    OPERATOR,
    CASHIER,
    TARIFF_MANAGER,
    MAINTAINER,
    SECURITY_OFFICER,
    ADMIN,
    DRIVER,
    SERVICE;

    /** As ACL files and people write it: {@code security-officer}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads what {@link #key()} writes.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static Role of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

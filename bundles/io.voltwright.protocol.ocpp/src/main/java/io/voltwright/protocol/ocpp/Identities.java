package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the station is called at a back end: one name for the site, or one for each of its piles.
 *
 * @param piles whether each pile is a station of its own
 * @param template the name; of piles with {@code {evse}} where the EVSE's is put in
 * @param table the names of piles where they follow no template; empty otherwise
 */
record Identities(boolean piles, String template, Map<EvseId, String> table) {

    private static final String EVSE = "{evse}";
    private static final int MOST = 48;
    private static final Pattern BRACES = Pattern.compile("[{}]");

    /** What is wrong with the text of a key of the configuration. */
    static final class Unclear extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private final String key;
        private final String value;

        Unclear(String key, String value, String allowed) {
            super(allowed);
            this.key = key;
            this.value = value;
        }

        String key() {
            return key;
        }

        String value() {
            return value;
        }
    }

    /**
     * Reads {@code as} and {@code identity}: {@code SITE-0042}, {@code SITE-{evse}}, or {@code left=CP-1, right=CP-2}.
     *
     * @throws Unclear says what is allowed
     */
    static Identities of(String as, String identity) {
        if (!as.equals("site") && !as.equals("pile")) {
            throw new Unclear("as", as, "site, pile");
        }
        boolean piles = as.equals("pile");
        if (piles && identity.contains("=")) {
            return new Identities(true, "", table(identity));
        }
        if (piles && !identity.contains(EVSE)) {
            throw new Unclear(
                    "identity",
                    identity,
                    "for as = pile a name with " + EVSE + " in it, or EVSE=NAME for each, with commas between");
        }
        if (BRACES.matcher(piles ? identity.replace(EVSE, "") : identity).find()) {
            throw new Unclear("identity", identity, piles ? "no braces but " + EVSE : EVSE + " only with as = pile");
        }
        if (!piles) {
            checked(identity, identity);
        }
        return new Identities(piles, identity, Map.of());
    }

    private static Map<EvseId, String> table(String text) {
        Map<EvseId, String> table = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.strip().split("\\s*=\\s*", 2);
            if (parts.length < 2) {
                throw new Unclear(
                        "identity", text, "EVSE=NAME for each pile; '" + entry.strip() + "' is not of that form");
            }
            EvseId evse;
            try {
                evse = new EvseId(parts[0]);
            } catch (IllegalArgumentException e) {
                throw new Unclear("identity", text, String.valueOf(e.getMessage()));
            }
            if (table.put(evse, checked(parts[1], text)) != null) {
                throw new Unclear("identity", text, "each EVSE once; " + evse + " has two names");
            }
            if (!names.add(parts[1])) {
                throw new Unclear("identity", text, "each name once; two piles are called " + parts[1]);
            }
        }
        return table;
    }

    private static String checked(String name, String text) {
        if (name.isBlank() || name.length() > MOST) {
            throw new Unclear("identity", text, "names of 1 to " + MOST + " characters");
        }
        return name;
    }

    /**
     * The name of a pile; empty where the table has none for it.
     *
     * @throws Unclear if it would be too long
     */
    Optional<String> pile(EvseId evse) {
        return table.isEmpty()
                ? Optional.of(checked(put(template, evse), template))
                : Optional.ofNullable(table.get(evse));
    }

    /** A text with the name of the EVSE where it is to be put in. */
    static String put(String text, EvseId evse) {
        return text.replace(EVSE, evse.value());
    }
}

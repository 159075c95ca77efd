package io.voltwright.protocol.ocpp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a frame fit for people's eyes (R-Z13): one line, without tokens but for their last two characters, the AuthorizationKey, logins
 * and queries in addresses, and private keys. Takes texts that are no JSON, or were cut, as well.
 */
final class Mask {

    private static final String HIDDEN = "***";
    private static final String QUOTE = "\\\"";
    private static final int SHOWN = 2;
    private static final int SHORT = 5;
    private static final Set<String> TOKENS = Set.of("idtag", "parentidtag");
    private static final Set<String> KEYS = Set.of("authorizationkey", "basicauthpassword");
    /** Name and password in an address; some encoders put a backslash before each slash. */
    private static final Pattern LOGIN = Pattern.compile("(:\\\\?/\\\\?/)[^\\s\"]*@");
    /** Addresses that are signed for somebody carry the signature there. */
    private static final Pattern QUERY = Pattern.compile("(:\\\\?/\\\\?/[^\\s\"?]*\\?)[^\\s\"]+");

    private final String text;
    private final StringBuilder shown;
    private final Deque<Part> parts = new ArrayDeque<>();

    /** An object or list that is being read. */
    private static final class Part {
        private String field = "";
        private boolean secret;
        private int from = -1;
        private int to = -1;
    }

    private Mask(String text) {
        this.text = text;
        this.shown = new StringBuilder(text.length());
    }

    /** The text without its secrets. */
    static String of(String text) {
        return harmless(text) ? text : new Mask(text).all();
    }

    // Most frames are samples: nothing in them could be a secret, and a backlog has a great many of them.
    private static boolean harmless(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c > '~' || c == '/') {
                return false;
            }
            boolean token = (c == 'i' || c == 'I') && text.regionMatches(true, at, "idtag", 0, "idtag".length());
            boolean key = (c == 'k' || c == 'K') && text.regionMatches(true, at, "key", 0, "key".length());
            if (token || key) {
                return false;
            }
        }
        return true;
    }

    private String all() {
        parts.push(new Part());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = string(at + 1);
                continue;
            }
            if (c == '{' || c == '[') {
                parts.push(new Part());
            } else if ((c == '}' || c == ']') && parts.size() > 1) {
                leave(parts.pop());
            }
            shown.append(Character.isISOControl(c) ? ' ' : c);
            at++;
        }
        parts.forEach(this::leave);
        return shown.toString();
    }

    // Returns where to go on.
    private int string(int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) != '"') {
            to += text.charAt(to) == '\\' ? 2 : 1;
        }
        to = Math.min(to, text.length());
        String value = text.substring(from, to);
        Part part = parts.element();
        shown.append('"');
        if (isName(to + 1)) {
            part.field = value.toLowerCase(java.util.Locale.ROOT);
            shown.append(printable(value));
        } else {
            value(part, value);
        }
        if (to < text.length()) {
            shown.append('"');
        }
        return to + 1;
    }

    private void value(Part part, String value) {
        int start = shown.length();
        shown.append(masked(part.field, value));
        if (part.field.equals("key") && KEYS.contains(value.toLowerCase(java.util.Locale.ROOT))) {
            part.secret = true;
        } else if (part.field.equals("value")) {
            part.from = start;
            part.to = shown.length();
        }
    }

    // Which value is the secret is known at the end of the object, for its fields come in any order. What is open now
    // began
    // before it, so no place that was noted moves.
    private void leave(Part part) {
        if (part.secret && part.from >= 0) {
            shown.replace(part.from, part.to, HIDDEN);
        }
    }

    private boolean isName(int after) {
        int at = after;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == ':';
    }

    private static String masked(String field, String value) {
        if (TOKENS.contains(field)) {
            int rest = value.length() - SHOWN;
            return value.length() < SHORT || value.indexOf('\\', rest - 1) >= 0
                    ? HIDDEN
                    : HIDDEN + printable(value.substring(rest));
        }
        if (value.contains("PRIVATE KEY")) {
            return HIDDEN;
        }
        if (!value.contains(":")) {
            return printable(value);
        }
        String login = LOGIN.matcher(value).replaceAll("$1" + HIDDEN + "@");
        return nested(printable(QUERY.matcher(login).replaceAll("$1" + HIDDEN)));
    }

    // The text may be JSON again, as the data of a DataTransfer often is.
    private static String nested(String value) {
        if (!value.contains(QUOTE)) {
            return value;
        }
        String inner = value.replace(QUOTE, "\"").replace("\\\\", "\\");
        String shown = of(inner);
        return shown.equals(inner) ? value : shown.replace("\\", "\\\\").replace("\"", QUOTE);
    }

    private static String printable(String value) {
        StringBuilder printable = new StringBuilder(value.length());
        value.chars().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> printable.append((char) c));
        return printable.toString();
    }
}

package io.voltwright.store.derby;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One forward step of a schema.
 *
 * @param number from 1, without gaps
 * @param name what the step does, from the name of its file
 * @param sql its statements
 */
record Step(int number, String name, String sql) {

    private static final Pattern FILE = Pattern.compile("(\\d{3})-([a-z0-9-]{1,100})\\.sql");

    /**
     * The steps of a module in order.
     *
     * @param files file name to text
     * @throws StoreException if a name is malformed, a number is missing or there twice
     */
    static List<Step> of(String schema, Map<String, String> files) throws StoreException {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Matcher name = FILE.matcher(file.getKey());
            if (!name.matches()) {
                throw new StoreException("schema " + schema + ": file schema/" + file.getKey()
                        + " is not named as 001-what-it-does.sql");
            }
            steps.add(new Step(Integer.parseInt(name.group(1)), name.group(2), file.getValue()));
        }
        steps.sort(Comparator.comparingInt(Step::number));
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).number() != i + 1) {
                throw new StoreException("schema " + schema + ": step " + (i + 1) + " is missing or there twice among "
                        + files.keySet().stream().sorted().toList());
            }
        }
        if (steps.isEmpty()) {
            throw new StoreException("schema " + schema + ": the bundle has no schema/001-....sql");
        }
        return List.copyOf(steps);
    }

    /** SHA-256 of the statements, the same for every way to end a line. */
    String checksum() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String statement : statements()) {
                sha.update(statement.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) ';');
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The statements without comments and with single spaces; a semicolon inside quotes does not end one. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                statement.append(c);
            } else if (c == '-' && sql.startsWith("--", i)) {
                int end = sql.indexOf('\n', i);
                i = (end < 0 ? sql.length() : end) - 1;
            } else if (c == ';') {
                add(statements, statement);
            } else if (Character.isWhitespace(c)) {
                if (!statement.isEmpty() && statement.charAt(statement.length() - 1) != ' ') {
                    statement.append(' ');
                }
            } else {
                quote = c == '\'' || c == '"' ? c : 0;
                statement.append(c);
            }
        }
        add(statements, statement);
        return statements;
    }

    private static void add(List<String> statements, StringBuilder statement) {
        String text = statement.toString().strip();
        if (!text.isEmpty()) {
            statements.add(text);
        }
        statement.setLength(0);
    }

    @Override
    public String toString() {
        return "%03d-%s".formatted(number, name);
    }
}

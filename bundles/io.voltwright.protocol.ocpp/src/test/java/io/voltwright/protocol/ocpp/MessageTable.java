package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field table of OCPP 1.6, read by a test in its own way. */
final class MessageTable {

    /**
     * One field.
     *
     * @param type text, int, long, decimal, time, flag, or the name of an enum or a type
     * @param bounds what stands in parentheses; may be empty
     * @param list whether it is a list
     * @param fewest elements of the list
     */
    record Field(String name, String type, String bounds, boolean list, int fewest, boolean optional) {

        int most() {
            return bounds.isEmpty() ? 60 : Integer.parseInt(bounds);
        }

        int least() {
            return bounds.isEmpty() ? Integer.MIN_VALUE : Integer.parseInt(bounds.replaceAll("\\.\\..*", ""));
        }
    }

    private static final Pattern FIELD =
            Pattern.compile("(\\w+) (\\w+)(?:\\(([^)]*)\\))?(\\[(?:(\\d+)\\.\\.\\d*)?\\])?(\\?)?");

    final Map<String, List<String>> enums = new LinkedHashMap<>();
    final Map<String, List<Field>> types = new LinkedHashMap<>();
    final Map<String, List<Field>> requests = new LinkedHashMap<>();
    final Map<String, List<Field>> answers = new LinkedHashMap<>();

    MessageTable() {
        String action = "";
        for (String line : lines()) {
            String[] parts = line.strip().split("[: ]+", 2);
            String rest = parts.length > 1 ? parts[1] : "";
            String name = rest.replaceAll(":.*", "").strip();
            String fields =
                    line.contains(":") ? line.substring(line.indexOf(':') + 1).strip() : "";
            switch (parts[0]) {
                case "enum" -> enums.put(name, Arrays.asList(fields.split("[, ]+")));
                case "type" -> types.put(name, fields(fields));
                case "call" -> {
                    action = name;
                    requests.put(action, fields(fields));
                }
                case "answer" -> answers.put(action, fields(fields));
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    List<Field> request(String action) {
        return requests.getOrDefault(action, List.of());
    }

    List<Field> answer(String action) {
        return answers.getOrDefault(action, List.of());
    }

    List<Field> type(String name) {
        return types.getOrDefault(name, List.of());
    }

    private static List<String> lines() {
        try {
            String text = Files.readString(Path.of("src/main/ocpp/Ocpp16.table"))
                    .replaceAll("(?m)^#.*$", "")
                    .replaceAll(",\\s*\\n\\s+", ", ");
            return text.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Field> fields(String text) {
        List<Field> fields = new ArrayList<>();
        for (String entry : text.isEmpty() ? new String[0] : text.split(", ")) {
            Matcher field = FIELD.matcher(entry.strip());
            if (!field.matches()) {
                throw new IllegalArgumentException(entry);
            }
            String bounds = field.group(3) == null ? "" : field.group(3);
            int fewest = field.group(5) == null ? 0 : Integer.parseInt(field.group(5));
            fields.add(new Field(
                    field.group(1), field.group(2), bounds, field.group(4) != null, fewest, field.group(6) != null));
        }
        return fields;
    }
}

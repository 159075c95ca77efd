import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes one Java class of message records per field table.
 *
 * <p>Run by the build as a single source file: {@code java GenerateMessages.java TABLE... FOLDER}; the name of a table is the
 * name of its class.
 */
final class GenerateMessages {

    private static final String PACKAGE = "io.voltwright.protocol.ocpp";
    private static final Pattern FIELD =
            Pattern.compile("(\\w+) ([A-Za-z]\\w*)(?:\\(([^)]*)\\))?(\\[([\\d.]*)])?(\\?)?");

    private final Map<String, List<String>> enums = new LinkedHashMap<>();
    private final Map<String, List<Field>> types = new LinkedHashMap<>();
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();

    private record Field(String name, String type, String bounds, boolean list, String cardinality, boolean optional) {

        static Field of(String text) {
            Matcher form = FIELD.matcher(text.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException("'" + text + "' is not a field");
            }
            return new Field(
                    form.group(1),
                    form.group(2),
                    form.group(3) == null ? "" : form.group(3),
                    form.group(4) != null,
                    form.group(5) == null ? "" : form.group(5),
                    form.group(6) != null);
        }

        String element() {
            return switch (type) {
                case "text" -> "String";
                case "int" -> "Integer";
                case "long" -> "Long";
                case "decimal" -> "BigDecimal";
                case "time" -> "Instant";
                case "flag" -> "Boolean";
                default -> type;
            };
        }

        /** The component of the record; an absent list is an empty one. */
        String component() {
            if (list) {
                return "List<" + element() + ">";
            }
            if (optional) {
                return "Optional<" + element() + ">";
            }
            return switch (type) {
                case "int", "long" -> type;
                case "flag" -> "boolean";
                default -> element();
            };
        }

        /** Reads one element. */
        String reader() {
            return switch (type) {
                case "text" -> "JsonIn::text";
                case "int" -> "JsonIn::integer";
                case "long" -> "JsonIn::whole";
                case "decimal" -> "JsonIn::decimal";
                case "time" -> "JsonIn::time";
                case "flag" -> "JsonIn::flag";
                default -> type + "::read";
            };
        }

        String low() {
            return bounds.isEmpty() || bounds.startsWith("..") ? "Integer.MIN_VALUE" : bounds.split("\\.\\.")[0];
        }

        String high() {
            return bounds.isEmpty() || bounds.endsWith("..") ? "Integer.MAX_VALUE" : bounds.split("\\.\\.")[1];
        }

        String fewest() {
            return cardinality.isEmpty() ? "0" : cardinality.split("\\.\\.")[0];
        }

        String most() {
            return cardinality.isEmpty() || cardinality.endsWith("..")
                    ? "Integer.MAX_VALUE"
                    : cardinality.split("\\.\\.")[1];
        }
    }

    private record Call(List<Field> request, List<Field> answer) {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[args.length - 1]).resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(folder);
        for (int i = 0; i < args.length - 1; i++) {
            Path table = Path.of(args[i]);
            String name = table.getFileName().toString().replace(".table", "");
            GenerateMessages generator = new GenerateMessages();
            generator.read(Files.readString(table));
            String text = generator.write(name);
            Path target = folder.resolve(name + ".java");
            if (!Files.exists(target) || !Files.readString(target).equals(text)) {
                Files.writeString(target, text);
            }
        }
    }

    private void read(String table) {
        String call = "";
        for (String line : table.replaceAll("(?m)^#.*$", "").replaceAll(",\\s*\n\\s+", ", ").split("\n")) {
            String[] parts = line.strip().split(":", 2);
            String[] head = parts[0].strip().split(" ");
            String body = parts.length == 1 ? "" : parts[1].strip();
            switch (head[0]) {
                case "" -> {}
                case "enum" -> enums.put(head[1], List.of(body.split("[, ]+")));
                case "type" -> types.put(head[1], fields(body));
                case "call" -> {
                    call = head[1];
                    calls.put(call, new Call(fields(body), List.of()));
                }
                case "answer" -> calls.put(call, new Call(calls.get(call).request(), fields(body)));
                default -> throw new IllegalArgumentException("'" + line + "' starts with none of enum, type, call, answer");
            }
        }
    }

    private static List<Field> fields(String body) {
        List<Field> fields = new ArrayList<>();
        for (String field : body.isEmpty() ? new String[0] : body.split(",")) {
            fields.add(Field.of(field));
        }
        return fields;
    }

    private String write(String name) {
        out.append("""
                // Generated from %1$s.table; do not edit.
                package %2$s;

                import java.io.IOException;
                import java.math.BigDecimal;
                import java.time.Instant;
                import java.util.List;
                import java.util.Map;
                import java.util.Optional;

                /** The messages of this version as records; a value that breaks a constraint is a {@link Violation}. */
                final class %1$s {

                    private %1$s() {}

                    /** Reads the payload of a request, by action. */
                    static final Map<String, JsonIn.Read<? extends Request<?>>> REQUESTS = Map.ofEntries(
                """.formatted(name, PACKAGE));
        List<String> entries = new ArrayList<>();
        calls.keySet().forEach(call -> entries.add("            Map.entry(\"" + call + "\", " + call + "Request::read)"));
        out.append(String.join(",\n", entries)).append(");\n");
        enums.forEach(this::writeEnum);
        types.forEach((type, fields) -> writeRecord(type, fields, "Message", ""));
        calls.forEach((call, messages) -> {
            writeRecord(call + "Request", messages.request(), "Request<" + call + "Answer>", """

                            @Override
                            public String action() {
                                return "%1$s";
                            }

                            @Override
                            public %1$sAnswer readAnswer(JsonIn in) throws IOException {
                                return %1$sAnswer.read(in);
                            }
                    """.formatted(call));
            writeRecord(call + "Answer", messages.answer(), "Answer", "");
        });
        return out.append("}\n").toString();
    }

    private void writeEnum(String name, List<String> literals) {
        List<String> constants = new ArrayList<>();
        literals.forEach(literal -> constants.add("        " + constant(literal) + "(\"" + literal + "\")"));
        out.append("\n    enum ").append(name).append(" implements Word {\n");
        out.append(String.join(",\n", constants)).append("""
                ;

                        private static final Map<String, %1$s> BY_TEXT = Word.byText(values());

                        private final String text;

                        %1$s(String text) {
                            this.text = text;
                        }

                        @Override
                        public String text() {
                            return text;
                        }

                        static %1$s read(JsonIn in) throws IOException {
                            return in.word(BY_TEXT);
                        }

                        static Optional<%1$s> of(String text) {
                            return Optional.ofNullable(BY_TEXT.get(text));
                        }
                    }
                """.formatted(name));
    }

    private static String constant(String literal) {
        return literal.replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    private void writeRecord(String name, List<Field> fields, String kind, String more) {
        List<String> components = new ArrayList<>();
        fields.forEach(field -> components.add(field.component() + " " + field.name()));
        out.append("\n    record ").append(name).append("(").append(String.join(", ", components));
        out.append(") implements ").append(kind).append(" {\n");
        writeChecks(name, fields);
        writeReader(name, fields);
        out.append("\n        @Override\n        public void write(JsonOut out) throws IOException {\n");
        for (Field field : fields) {
            String call = field.list() && field.optional() ? "someOf" : "put";
            out.append("            out.%1$s(\"%2$s\", %2$s);\n".formatted(call, field.name()));
        }
        out.append("        }\n").append(more).append("    }\n");
    }

    private void writeChecks(String name, List<Field> fields) {
        List<String> checks = new ArrayList<>();
        for (Field field : fields) {
            String at = "(\"" + field.name() + "\", " + field.name();
            if (field.list()) {
                checks.add("%s = Check.list%s, %s, %s);".formatted(field.name(), at, field.fewest(), field.most()));
            }
            if (field.type().equals("text") && !field.bounds().isEmpty()) {
                checks.add("Check.text%s, %s);".formatted(at, field.bounds()));
            }
            if (field.type().equals("int") && !field.bounds().isEmpty()) {
                checks.add("Check.range%s, %s, %s);".formatted(at, field.low(), field.high()));
            }
            if (field.type().equals("decimal") && !field.bounds().isEmpty()) {
                checks.add("Check.step%s, \"%s\");".formatted(at, field.bounds()));
            }
        }
        if (!checks.isEmpty()) {
            out.append("\n        ").append(name).append(" {\n");
            checks.forEach(check -> out.append("            ").append(check).append("\n"));
            out.append("        }\n");
        }
    }

    private void writeReader(String name, List<Field> fields) {
        out.append("\n        static ").append(name).append(" read(JsonIn in) throws IOException {\n");
        List<String> arguments = new ArrayList<>();
        for (Field field : fields) {
            out.append("            ");
            if (field.list() && field.optional()) {
                out.append("List<%s> %s = List.of();\n".formatted(field.element(), field.name()));
                arguments.add(field.name());
            } else if (field.optional()) {
                out.append("Optional<%s> %s = Optional.empty();\n".formatted(field.element(), field.name()));
                arguments.add(field.name());
            } else {
                String type = field.list() ? "List<" + field.element() + ">" : field.element();
                out.append("%s %s = null;\n".formatted(type, field.name()));
                arguments.add("Check.present(\"%1$s\", %1$s)".formatted(field.name()));
            }
        }
        out.append("            for (String field = in.first(); !field.isEmpty(); field = in.next()) {\n");
        if (fields.isEmpty()) {
            out.append("                in.unknown();\n");
        } else {
            out.append("                switch (field) {\n");
            for (Field field : fields) {
                String read = field.list()
                        ? "in.list(" + field.reader() + ")"
                        : field.reader().startsWith("JsonIn::")
                                ? "in." + field.reader().substring(8) + "()"
                                : field.type() + ".read(in)";
                String value = field.optional() && !field.list() ? "Optional.of(" + read + ")" : read;
                out.append("                    case \"%1$s\" -> %1$s = %2$s;\n".formatted(field.name(), value));
            }
            out.append("                    default -> in.unknown();\n                }\n");
        }
        out.append("            }\n            return new ").append(name).append("(");
        out.append(String.join(", ", arguments)).append(");\n        }\n");
    }
}

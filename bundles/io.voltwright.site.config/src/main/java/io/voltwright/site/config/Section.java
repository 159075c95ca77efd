package io.voltwright.site.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of the file; it remembers which keys were asked for, so that the others can be refused. */
final class Section {

    private final String what;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();
    private final Variables variables;
    private final Problems problems;

    /**
     * @param what names the place, as {@code evse 'left'}; empty for the whole file
     */
    Section(String what, MappingNode node, Variables variables, Problems problems) {
        this.what = what;
        this.line = line(node);
        this.variables = variables;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode key)) {
                problems.add(line(keyNode), place("a key is not a plain word; write 'key: value'"));
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(
                        line(key),
                        place("'" + key.getValue() + "' is there twice, first in line " + lines.get(key.getValue())
                                + "; remove or rename one"));
            } else {
                lines.put(key.getValue(), line(key));
            }
        }
    }

    /** Line of the first key. */
    int line() {
        return line;
    }

    /** Line of a key; of the section where it is absent. */
    int line(String key) {
        return lines.getOrDefault(key, line);
    }

    Optional<Text> text(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(variables.fill(new Text(place(key), scalar.getValue(), line(node))));
        }
        problems.add(line(key), place(key) + " has no plain value; write '" + key + ": value' in one line");
        return Optional.empty();
    }

    /** As {@link #text(String)}; where it is absent that is a problem. */
    Optional<Text> need(String key, String example) {
        if (!values.containsKey(key)) {
            asked.add(key);
            problems.add(line, place("'" + key + "' is missing; add it, as '" + key + ": " + example + "'"));
            return Optional.empty();
        }
        return text(key);
    }

    /** The words of a list, or of a value with words between spaces or commas. */
    List<Text> words(String key) {
        if (values.get(key) instanceof SequenceNode list) {
            asked.add(key);
            var words = new ArrayList<Text>();
            for (Node item : list.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    words.add(variables.fill(new Text(place(key), scalar.getValue(), line(item))));
                } else {
                    problems.add(line(item), place(key) + " is not a list of plain words");
                }
            }
            return words;
        }
        return text(key).stream()
                .flatMap(text -> List.of(text.value().split("[\\s,]+")).stream()
                        .map(word -> new Text(text.what(), word, text.line())))
                .toList();
    }

    Optional<Section> section(String key, String title) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping && !mapping.isRecursive()) {
            return Optional.of(new Section(title, mapping, variables, problems));
        }
        problems.add(line(key), place(key) + " holds no entries; indent them below it");
        return Optional.empty();
    }

    /** Entries that have names of their own, in the order of the file. */
    Map<Text, Section> named(String key, String kind) {
        var sections = new LinkedHashMap<Text, Section>();
        section(key, place(key))
                .ifPresent(list -> list.values.forEach((name, node) -> {
                    String title = kind + " '" + name + "'";
                    if (node instanceof MappingNode mapping && !mapping.isRecursive()) {
                        sections.put(
                                new Text(kind, name, list.line(name)),
                                new Section(title, mapping, variables, problems));
                    } else {
                        problems.add(list.line(name), title + " holds no entries; indent them below it");
                    }
                }));
        return sections;
    }

    /** Entries of a list, each with keys of its own. */
    List<Section> list(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        var sections = new ArrayList<Section>();
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping && !mapping.isRecursive()) {
                    sections.add(new Section(place(key), mapping, variables, problems));
                } else {
                    problems.add(line(item), place(key) + " is not a list of entries; write each as '- key: value'");
                }
            }
        } else {
            problems.add(line(key), place(key) + " is not a list; begin each entry with '- '");
        }
        return sections;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** To be called when all keys that mean something were asked for. */
    void refuseOthers() {
        values.keySet().stream().filter(key -> !asked.contains(key)).forEach(key -> {
            String hint = Names.nearest(key, asked)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("; allowed are " + String.join(", ", asked));
            problems.add(line(key), place("'" + key + "' is not known" + hint));
        });
    }

    private String place(String rest) {
        return what.isEmpty() ? rest : what + ": " + rest;
    }

    /** Begins a message about the place. */
    @Override
    public String toString() {
        return place("");
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}

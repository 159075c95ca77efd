package io.voltwright.field.profiles;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A piece of a YAML (or JSON) file that knows its place, so that every refusal can name it. */
sealed interface Item {

    Place place();

    /**
     * Where a piece stands.
     *
     * @param file for messages
     * @param line 1-based
     */
    record Place(String file, int line) {

        ProfileException refuse(String problem, String remedy) {
            return new ProfileException(file, line, problem, remedy);
        }
    }

    /** One word, number or sentence, as written. */
    record Scalar(Place place, String text) implements Item {}

    /** A list. */
    record Sequence(Place place, List<Item> items) implements Item {}

    /** Keys with their values, in the order of the file. */
    record Mapping(Place place, Map<String, Item> entries, Map<String, Place> keys) implements Item {}

    /** Reads a whole file: a mapping without anchors, tags or a key twice. */
    static Mapping read(String file, Reader text) throws ProfileException {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setMaxAliasesForCollections(0)
                .setLabel(file)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeReader(text);
            if (root.isPresent() && of(file, root.get()) instanceof Mapping mapping) {
                return mapping;
            }
            throw new ProfileException(file, 1, "the file is not a mapping", "begin with 'csp: 1'");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new ProfileException(file, line, "not YAML: " + e.getProblem(), "mend the syntax there");
        } catch (YamlEngineException e) {
            throw new ProfileException(file, 0, "not YAML: " + e.getMessage(), "mend the syntax");
        }
    }

    private static Item of(String file, Node node) throws ProfileException {
        Place place = place(file, node.getStartMark());
        if (node instanceof ScalarNode scalar) {
            return new Scalar(place, scalar.getValue());
        }
        if (node instanceof SequenceNode sequence) {
            List<Item> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(of(file, item));
            }
            return new Sequence(place, List.copyOf(items));
        }
        if (node instanceof MappingNode mapping) {
            return mapping(file, place, mapping);
        }
        throw place.refuse("aliases are not allowed", "write the value out");
    }

    private static Mapping mapping(String file, Place place, MappingNode node) throws ProfileException {
        Map<String, Item> entries = new LinkedHashMap<>();
        Map<String, Place> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place at = place(file, tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw at.refuse("a key that is not a word", "use a plain word as key");
            }
            if (entries.putIfAbsent(key.getValue(), of(file, tuple.getValueNode())) != null) {
                throw at.refuse("key '" + key.getValue() + "' is there twice", "keep one of them");
            }
            keys.put(key.getValue(), at);
        }
        return new Mapping(place, entries, keys);
    }

    private static Place place(String file, Optional<Mark> mark) {
        return new Place(file, mark.map(m -> m.getLine() + 1).orElse(0));
    }
}

package io.voltwright.transactions.ledger;

import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Tariff.Component;
import io.voltwright.transactions.api.Tariff.Dimension;
import io.voltwright.transactions.api.Tariff.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the tariffs' file: all of it is valid, or it is refused with all that is wrong, each with line, value and remedy. */
final class TariffParser {

    private static final Pattern PRICE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(?: per (kWh|h|session))?");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?) ?%");
    private static final Map<String, Dimension> KEYS = keys();
    private static final Map<Dimension, String> UNITS =
            Map.of(Dimension.ENERGY, "kWh", Dimension.TIME, "h", Dimension.FLAT, "session");

    private record Problem(int line, String text) {}

    private record Price(Dimension dimension, BigDecimal amount, Optional<BigDecimal> vat, int line) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private TariffParser(String file) {
        this.file = file;
    }

    /**
     * What came of a file.
     *
     * @param tariffs in the order of the file; none if there are problems
     * @param problems as {@code tariffs.yaml:3: ...}
     */
    record Result(List<Tariff> tariffs, List<String> problems) {}

    /**
     * @param file its name, for people
     */
    static Result parse(String file, String text) {
        var parser = new TariffParser(file);
        List<Tariff> tariffs = parser.compose(text);
        List<String> problems = parser.problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.text())
                .toList();
        return new Result(problems.isEmpty() ? tariffs : List.of(), problems);
    }

    private static Map<String, Dimension> keys() {
        Map<String, Dimension> keys = new LinkedHashMap<>();
        keys.put("energy", Dimension.ENERGY);
        keys.put("time", Dimension.TIME);
        keys.put("start", Dimension.FLAT);
        return keys;
    }

    private List<Tariff> compose(String text) {
        try {
            var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                return tariffs(mapping);
            }
            add(1, "there are no tariffs; start with 'tariffs:'");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            add(line, "this is not YAML: " + e.getProblem() + "; check indentation, quotes and colons here");
        } catch (YamlEngineException e) {
            add(1, "this is not YAML: " + e.getMessage());
        }
        return List.of();
    }

    private List<Tariff> tariffs(MappingNode root) {
        Map<String, Node> top = entries("", root);
        Optional<Currency> usual = text("currency", top).flatMap(this::currency);
        List<Tariff> tariffs = new ArrayList<>();
        if (top.get("tariffs") instanceof MappingNode list) {
            entries("tariffs", list).forEach((id, node) -> {
                if (!id.matches("[a-z0-9][a-z0-9-]{0,35}")) {
                    add(line(node), "tariff '" + id + "': use 1 to 36 lower-case letters, digits and hyphens");
                } else if (node instanceof MappingNode mapping) {
                    tariff(id, mapping, usual).ifPresent(tariffs::add);
                } else {
                    add(line(node), "tariff '" + id + "' has no prices; indent them below it");
                }
            });
        } else {
            add(1, "'tariffs' is missing or holds nothing; add one below it");
        }
        top.keySet().stream()
                .filter(key -> !key.equals("currency") && !key.equals("tariffs"))
                .forEach(key -> add(line(top, key), "'" + key + "' is not known; allowed are currency, tariffs"));
        return tariffs;
    }

    private Optional<Tariff> tariff(String id, MappingNode node, Optional<Currency> usual) {
        String what = "tariff '" + id + "'";
        Map<String, Node> values = entries(what, node);
        Optional<Currency> currency =
                values.containsKey("currency") ? text("currency", values).flatMap(this::currency) : usual;
        if (currency.isEmpty() && !values.containsKey("currency")) {
            add(line(node), what + " has no currency; add 'currency: EUR' here, or at the top for all");
        }
        Optional<BigDecimal> vat = text("vat", values).flatMap(this::percent);
        List<Component> components = new ArrayList<>();
        KEYS.forEach((key, dimension) -> price(what, key, dimension, values).ifPresent(price -> {
            Optional<BigDecimal> rate = price.vat().or(() -> vat);
            if (rate.isEmpty() && !values.containsKey("vat")) {
                add(
                        price.line(),
                        what + ": " + key + " has no VAT; add 'vat: 19 %' to the tariff, 'vat: 0 %' for none");
            }
            rate.ifPresent(percent -> components.add(new Component(dimension, price.amount(), percent)));
        }));
        values.keySet().stream()
                .filter(key -> !KEYS.containsKey(key) && !key.equals("currency") && !key.equals("vat"))
                .forEach(key -> add(
                        line(values, key),
                        what + ": '" + key + "' is not known; allowed are currency, vat, "
                                + String.join(", ", KEYS.keySet())));
        return currency.map(own -> new Tariff(id, own, List.of(new Element(components))));
    }

    /** Either {@code 0.49 per kWh}, or price and VAT by name. */
    private Optional<Price> price(String what, String key, Dimension dimension, Map<String, Node> values) {
        Node node = values.get(key);
        if (node instanceof MappingNode mapping) {
            Map<String, Node> parts = entries(what + ": " + key, mapping);
            parts.keySet().stream()
                    .filter(part -> !part.equals("price") && !part.equals("vat"))
                    .forEach(part -> add(
                            line(parts, part),
                            what + ": " + key + ": '" + part + "' is not known; allowed are price, vat"));
            if (!parts.containsKey("price")) {
                add(line(node), what + ": " + key + " has no 'price'; add it");
            }
            Optional<BigDecimal> vat = text("vat", parts).flatMap(this::percent);
            return text("price", parts)
                    .flatMap(price -> amount(what + ": " + key, price, dimension))
                    .map(amount -> new Price(dimension, amount, vat, line(node)));
        }
        return text(key, values)
                .flatMap(price -> amount(what + ": " + key, price, dimension))
                .map(amount -> new Price(dimension, amount, Optional.empty(), line(values, key)));
    }

    private Optional<BigDecimal> amount(String what, ScalarNode node, Dimension dimension) {
        Matcher matcher = PRICE.matcher(node.getValue().strip());
        String unit = UNITS.get(dimension);
        if (matcher.matches() && (matcher.group(2) == null || matcher.group(2).equals(unit))) {
            return Optional.of(new BigDecimal(matcher.group(1)));
        }
        add(
                line(node),
                what + " '" + node.getValue() + "' is not a price; write it without VAT, as '0.49 per " + unit + "'");
        return Optional.empty();
    }

    private Optional<BigDecimal> percent(ScalarNode node) {
        Matcher matcher = PERCENT.matcher(node.getValue().strip());
        if (matcher.matches()) {
            return Optional.of(new BigDecimal(matcher.group(1)));
        }
        add(line(node), "vat '" + node.getValue() + "' is not a rate; write '19 %', or '0 %' for none");
        return Optional.empty();
    }

    private Optional<Currency> currency(ScalarNode node) {
        String code = node.getValue().strip();
        Optional<Currency> found = Currency.getAvailableCurrencies().stream()
                .filter(known -> known.getCurrencyCode().equals(code) && known.getDefaultFractionDigits() >= 0)
                .findFirst();
        if (found.isEmpty()) {
            add(line(node), "currency '" + code + "' is not one of ISO 4217; write three letters, as 'EUR'");
        }
        return found;
    }

    private Optional<ScalarNode> text(String key, Map<String, Node> values) {
        Node node = values.get(key);
        if (node == null || node instanceof ScalarNode) {
            return Optional.ofNullable((ScalarNode) node);
        }
        add(line(node), "'" + key + "' has no plain value; write '" + key + ": value' in one line");
        return Optional.empty();
    }

    private Map<String, Node> entries(String what, MappingNode mapping) {
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                add(line(tuple.getKeyNode()), "a key is not a plain word; write 'key: value'");
            } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                add(
                        line(key),
                        (what.isEmpty() ? "" : what + ": ") + "'" + key.getValue() + "' is there twice, first in line "
                                + lines.get(key.getValue()) + "; remove or rename one");
            } else {
                lines.put(key.getValue(), line(key));
            }
        }
        return entries;
    }

    private static int line(Map<String, Node> values, String key) {
        Node node = values.get(key);
        return node == null ? 1 : line(node);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private void add(int line, String text) {
        problems.add(new Problem(line, text));
    }

    @Override
    public String toString() {
        return file;
    }
}

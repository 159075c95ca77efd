package io.voltwright.site.config;

import io.voltwright.base.api.DeviceId;
import io.voltwright.field.api.Profiles;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Meter;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Reader;
import io.voltwright.site.api.Site;
import io.voltwright.site.config.Draft.Branch;
import io.voltwright.site.config.Draft.Gauge;
import io.voltwright.site.config.Draft.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Makes a site of a file's text: valid as a whole, or refused with all that is wrong with it. */
final class SiteReader {

    private final Profiles profiles;
    private final Function<String, Optional<String>> environment;

    /**
     * @param environment values for <code>${NAME}</code>
     */
    SiteReader(Profiles profiles, Function<String, Optional<String>> environment) {
        this.profiles = profiles;
        this.environment = environment;
    }

    /** What came of a file. */
    sealed interface Result {}

    /** It may come into force. */
    record Valid(Site site) implements Result {}

    /**
     * It may not.
     *
     * @param problems each with file, line, value and remedy
     */
    record Refused(List<String> problems) implements Result {}

    /**
     * @param file its name, for people
     */
    Result read(String file, String text) {
        var problems = new Problems(file);
        Optional<Site> site = compose(text, problems).flatMap(root -> site(root, problems));
        return site.isPresent() && problems.isEmpty() ? new Valid(site.get()) : new Refused(problems.lines());
    }

    private static Optional<MappingNode> compose(String text, Problems problems) {
        try {
            var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
            var root = new Compose(settings).composeString(text);
            if (root.filter(node -> node instanceof MappingNode).isPresent()) {
                return root.map(MappingNode.class::cast);
            }
            problems.add(1, "the file describes no site; start with 'site: NAME'");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "this is not YAML: " + e.getProblem() + "; check indentation, quotes and colons here");
        } catch (YamlEngineException e) {
            problems.add(1, "this is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Optional<Site> site(MappingNode root, Problems problems) {
        var file = new Section("", root, new Variables(environment, problems), problems);
        Draft draft = new SiteParser(profiles, problems).parse(file);
        var wires = new WireRules(draft, problems);
        List<Bus> buses = wires.buses();
        List<Reader> readers = wires.readers();
        wires.check();
        new PowerRules(draft, problems).check();
        return problems.isEmpty() ? Optional.of(site(draft, buses, readers)) : Optional.empty();
    }

    /** Only of a draft without problems: then nothing in it is empty that must not be. */
    private static Site site(Draft draft, List<Bus> buses, List<Reader> readers) {
        return new Site(
                draft.name().orElseThrow().value(),
                draft.zone().orElseThrow(),
                draft.voltage().orElseThrow(),
                node(draft.grid().orElseThrow()),
                buses,
                draft.points().stream()
                        .sorted(Comparator.comparingInt(
                                point -> point.device().name().line()))
                        .map(SiteReader::evse)
                        .toList(),
                draft.gauges().stream().map(SiteReader::meter).toList(),
                readers,
                draft.prices());
    }

    private static Node node(Branch branch) {
        return new Node(
                branch.name().value(),
                branch.limit().orElseThrow(),
                branch.meter().map(SiteReader::device),
                branch.points().stream().map(point -> point.id().orElseThrow()).toList(),
                branch.children().stream().map(SiteReader::node).toList(),
                branch.rules());
    }

    private static Evse evse(Point point) {
        var device = point.device();
        return new Evse(
                point.id().orElseThrow(),
                device.profile().orElseThrow().id(),
                device(device.bus().orElseThrow()),
                device.unit().orElseThrow(),
                device.instance(),
                point.rotation(),
                point.most().orElseThrow(),
                point.failSafe().orElseThrow(),
                point.failSafeAfter().orElseThrow(),
                point.reader().map(SiteReader::device),
                point.meter().map(SiteReader::device),
                point.tariff().orElseThrow(),
                point.rules());
    }

    private static Meter meter(Gauge gauge) {
        var device = gauge.device();
        return new Meter(
                gauge.id().orElseThrow(),
                device.profile().orElseThrow().id(),
                device(device.bus().orElseThrow()),
                device.unit().orElseThrow(),
                gauge.rotation(),
                gauge.inverted());
    }

    private static DeviceId device(Text text) {
        return new DeviceId(text.value());
    }
}

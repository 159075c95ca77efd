package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.DeviceProfile.Discovery;
import io.voltwright.field.profiles.DeviceProfile.Instances;
import io.voltwright.field.profiles.DeviceProfile.Merge;
import io.voltwright.field.profiles.Expression;
import io.voltwright.field.profiles.FormulaType;
import io.voltwright.field.profiles.PointSpec;
import io.voltwright.field.profiles.Units.Dimension;
import io.voltwright.field.profiles.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The registers of one virtual device, laid out by its profile. Not safe for threads: its device guards it. */
final class Image {

    /** Where a register is. */
    record Address(int unit, Table table, int at) {}

    private record Spot(PointSpec point, int unit, int at) {}

    /** Registers after number and length of SunSpec model 203. */
    private static final int MODEL_LENGTH = 105;

    private final DeviceProfile profile;
    private final Map<String, Spot> spots = new LinkedHashMap<>();
    private final Map<Integer, Map<Table, NavigableMap<Integer, Integer>>> registers = new HashMap<>();
    private final Map<Address, Spot> starts = new HashMap<>();

    /**
     * @param unit of the device
     * @param instance which connector of the profile it is
     */
    Image(DeviceProfile profile, int unit, int instance) {
        this.profile = profile;
        Expression.Scope identity = profile.scope(
                name -> Optional.ofNullable(profile.virtual().initial().get(name)));
        Instances instances = profile.instances();
        int base = profile.discovery()
                .map(discovery -> chain(discovery, instances.unitOf(instance, unit)))
                .orElse(0);
        for (String name : profile.points().keySet()) {
            profile.variant(name, identity).ifPresent(point -> {
                Spot spot = point.station()
                        ? new Spot(point, instances.stationUnit(unit), point.at())
                        : new Spot(
                                point,
                                instances.unitOf(instance, unit),
                                base + point.at() + instances.baseOf(instance));
                spots.put(name, spot);
                starts.put(new Address(spot.unit(), point.table(), spot.at()), spot);
                put(spot, new int[point.words()]);
            });
        }
    }

    /**
     * Lays a SunSpec chain: the mark, the common model of 66 registers, the wanted model of this device, the end.
     *
     * @return where the wanted model begins
     */
    private int chain(Discovery discovery, int unit) {
        NavigableMap<Integer, Integer> table = table(unit, profile.rules().table());
        int at = discovery.bases().get(0);
        table.put(at, 0x5375);
        table.put(at + 1, 0x6e53);
        table.put(at + 2, 1);
        table.put(at + 3, 66);
        int model = at + 4 + 66;
        table.put(model + 1, MODEL_LENGTH);
        table.put(model + 2 + MODEL_LENGTH, 0xffff);
        table.put(model + 3 + MODEL_LENGTH, 0);
        return model;
    }

    boolean has(String point) {
        return spots.containsKey(point);
    }

    Optional<PointSpec> point(String name) {
        return Optional.ofNullable(spots.get(name)).map(Spot::point);
    }

    void set(String name, Value value) {
        Spot spot = spots.get(name);
        if (spot != null) {
            put(
                    spot,
                    Wire.isPart(spot.point())
                            ? Wire.inserted(spot.point(), (long) value.number(), words(spot))
                            : Wire.registers(spot.point(), value));
        }
    }

    void set(String name, double number) {
        point(name).ifPresent(point -> set(name, Wire.of(point, number / scale(point))));
    }

    void clear(String name) {
        Spot spot = spots.get(name);
        if (spot != null) {
            put(spot, new int[spot.point().words()]);
        }
    }

    /** A number or quantity, canonical; 0 if there is no such point. */
    double number(String name) {
        Spot spot = spots.get(name);
        return spot == null ? 0 : Wire.value(spot.point(), words(spot)) * scale(spot.point());
    }

    private double scale(PointSpec point) {
        return point.scaleFrom().map(power -> Math.pow(10, number(power))).orElse(1.0);
    }

    /** A set-point per phase; one in watts is meant for three phases at 230 V, one without unit is a duty cycle in thousandths. */
    double amperes(String name) {
        if (point(name).map(PointSpec::kind).equals(Optional.of(FormulaType.INT))) {
            // IEC 61851-1: 10 to 85 hundredths are 0.6 A each; all high is no offer.
            return number(name) <= 850 ? number(name) * 0.06 : 0;
        }
        return inWatts(name) ? number(name) / 690 : number(name);
    }

    private boolean inWatts(String name) {
        return point(name).map(PointSpec::kind).flatMap(FormulaType::dimension).equals(Optional.of(Dimension.POWER));
    }

    /** Sets a current per phase where the device counts in amperes or watts. */
    void amperes(String name, double current) {
        set(name, inWatts(name) ? current * 690 : current);
    }

    /** All numbers as formulas see them. */
    Expression.Scope scope() {
        return name -> point(name).filter(point -> !point.type().isText()).map(point -> Wire.of(point, number(name)));
    }

    private int[] words(Spot spot) {
        int[] words = new int[spot.point().words()];
        NavigableMap<Integer, Integer> table = table(spot.unit(), spot.point().table());
        for (int i = 0; i < words.length; i++) {
            words[i] = table.getOrDefault(spot.at() + i, 0);
        }
        return words;
    }

    private void put(Spot spot, int[] words) {
        NavigableMap<Integer, Integer> table = table(spot.unit(), spot.point().table());
        for (int i = 0; i < words.length; i++) {
            table.put(spot.at() + i, words[i]);
        }
    }

    private NavigableMap<Integer, Integer> table(int unit, Table table) {
        return registers.computeIfAbsent(unit, u -> new HashMap<>()).computeIfAbsent(table, t -> new TreeMap<>());
    }

    boolean hasUnit(int unit) {
        return registers.containsKey(unit);
    }

    /** Whether it is this device, of those behind one address, that holds the register. */
    boolean holds(int unit, Table table, int at) {
        return registers
                .getOrDefault(unit, Map.of())
                .getOrDefault(table, Collections.emptyNavigableMap())
                .containsKey(at);
    }

    /** Whether a read of these registers has all of the point. */
    boolean covers(String name, int unit, Table table, int at, int count) {
        Spot spot = spots.get(name);
        return spot != null
                && spot.unit() == unit
                && spot.point().table() == table
                && spot.at() >= at
                && spot.at() + spot.point().words() <= at + count;
    }

    /**
     * What a read gives; where the profile forbids merged reads only whole points can be read.
     *
     * @return empty for an illegal address
     */
    Optional<List<Integer>> read(int unit, Table table, int at, int count) {
        NavigableMap<Integer, Integer> held = table(unit, table);
        Spot first = starts.get(new Address(unit, table, at));
        boolean exact = profile.rules().merge() == Merge.NEVER;
        if (held.isEmpty() || (exact && (first == null || first.point().words() != count))) {
            return Optional.empty();
        }
        if (at < held.firstKey() || at > held.lastKey()) {
            return Optional.empty();
        }
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(held.getOrDefault(at + i, 0));
        }
        return Optional.of(words);
    }

    /**
     * Takes what was written.
     *
     * @return the points that were written whole; empty for an illegal address
     */
    Optional<List<String>> write(int unit, Table table, int at, List<Integer> words) {
        List<Spot> touched = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            Spot spot = starts.get(new Address(unit, table, at + i));
            if (spot == null || !spot.point().access().writes() || spot.point().words() > words.size() - i) {
                return Optional.empty();
            }
            touched.add(spot);
            i += spot.point().words();
        }
        NavigableMap<Integer, Integer> held = table(unit, table);
        for (int i = 0; i < words.size(); i++) {
            held.put(at + i, words.get(i));
        }
        return Optional.of(touched.stream().map(spot -> spot.point().name()).toList());
    }

    /** All registers in hex, by unit, table and address: for people. */
    Map<String, Map<String, String>> dump() {
        Map<String, Map<String, String>> dump = new LinkedHashMap<>();
        spots.forEach((name, spot) -> {
            StringBuilder hex = new StringBuilder();
            for (int word : words(spot)) {
                hex.append(hex.length() == 0 ? "" : " ").append(String.format("%04X", word));
            }
            dump.put(
                    name,
                    Map.of(
                            "unit", Integer.toString(spot.unit()),
                            "table", spot.point().table().name(),
                            "address", Integer.toString(spot.at()),
                            "registers", hex.toString()));
        });
        return dump;
    }
}

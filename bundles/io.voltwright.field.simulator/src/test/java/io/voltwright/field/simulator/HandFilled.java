package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device whose registers a test fills by hand from the register tables; it does nothing by itself. */
final class HandFilled implements VirtualDevice {

    private final Map<Integer, Integer> registers = new HashMap<>();

    /** Fills registers from an address on. */
    void put(int at, int... words) {
        for (int i = 0; i < words.length; i++) {
            registers.put(at + i, words[i]);
        }
    }

    int at(int address) {
        return registers.getOrDefault(address, 0);
    }

    @Override
    public String id() {
        return "by hand";
    }

    @Override
    public boolean powered() {
        return true;
    }

    @Override
    public void power(boolean on) {}

    @Override
    public boolean hasUnit(int unit) {
        return true;
    }

    @Override
    public boolean holds(int unit, Table table, int at) {
        return true;
    }

    @Override
    public Optional<List<Integer>> read(int unit, Table table, int at, int count) {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(at(at + i));
        }
        return Optional.of(words);
    }

    @Override
    public boolean write(int unit, Table table, int at, List<Integer> words) {
        for (int i = 0; i < words.size(); i++) {
            registers.put(at + i, words.get(i));
        }
        return true;
    }

    @Override
    public void pass(Duration now) {}

    @Override
    public Map<String, Map<String, String>> registers() {
        return Map.of();
    }

    @Override
    public double registerWh() {
        return 0;
    }

    @Override
    public void registerWh(double wattHours) {}
}

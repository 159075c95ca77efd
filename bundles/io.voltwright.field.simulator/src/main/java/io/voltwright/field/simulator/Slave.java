package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers Modbus requests for the devices behind one address (Modbus Application Protocol V1.1b3, section 6). */
final class Slave {

    private static final int ILLEGAL_FUNCTION = 1;
    private static final int ILLEGAL_ADDRESS = 2;
    private static final int ILLEGAL_VALUE = 3;

    /**
     * What goes back.
     *
     * @param pdu function code and data
     * @param trouble of the line to the device that was asked
     */
    record Answer(Bytes pdu, LineTrouble trouble) {}

    private final List<Wired> devices;

    /** A device and what its line suffers from. */
    record Wired(VirtualDevice device, LineTrouble trouble) {}

    Slave(List<Wired> devices) {
        this.devices = List.copyOf(devices);
    }

    /** Empty if nobody answers: no such unit, no power, or the request is too short. */
    Optional<Answer> answer(int unit, Bytes pdu) {
        List<Wired> there = devices.stream()
                .filter(wired -> wired.device().hasUnit(unit) && wired.device().powered())
                .toList();
        if (there.isEmpty() || pdu.size() < 5) {
            return Optional.empty();
        }
        there.forEach(wired -> wired.device().heard());
        int function = pdu.at(0);
        Optional<Table> table = table(function);
        int at = pdu.word(1);
        // Several connectors may share a unit; the one that holds the register answers.
        Wired asked = there.stream()
                .filter(wired ->
                        table.map(t -> wired.device().holds(unit, t, at)).orElse(false))
                .findFirst()
                .orElse(there.get(0));
        byte[] reply = table.isEmpty()
                ? refusal(function, ILLEGAL_FUNCTION)
                : function <= 4
                        ? read(asked.device(), unit, table.get(), function, at, pdu.word(3))
                        : write(asked.device(), unit, table.get(), pdu, at);
        return Optional.of(new Answer(new Bytes(reply), asked.trouble()));
    }

    private static Optional<Table> table(int function) {
        return switch (function) {
            case 1, 5, 15 -> Optional.of(Table.COIL);
            case 2 -> Optional.of(Table.DISCRETE);
            case 3, 6, 16 -> Optional.of(Table.HOLDING);
            case 4 -> Optional.of(Table.INPUT);
            default -> Optional.empty();
        };
    }

    private static byte[] read(VirtualDevice device, int unit, Table table, int function, int at, int count) {
        boolean bits = function <= 2;
        if (count < 1 || count > (bits ? 2000 : 125)) {
            return refusal(function, ILLEGAL_VALUE);
        }
        Optional<List<Integer>> values = device.read(unit, table, at, count);
        if (values.isEmpty()) {
            return refusal(function, ILLEGAL_ADDRESS);
        }
        byte[] data = bits ? packed(values.get()) : words(values.get());
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.write(function);
        reply.write(data.length);
        reply.writeBytes(data);
        return reply.toByteArray();
    }

    private static byte[] write(VirtualDevice device, int unit, Table table, Bytes pdu, int at) {
        int function = pdu.at(0);
        List<Integer> values = new ArrayList<>();
        if (function == 5) {
            values.add(pdu.word(3) == 0xff00 ? 1 : 0);
        } else if (function == 6) {
            values.add(pdu.word(3));
        } else {
            int count = pdu.word(3);
            boolean bits = function == 15;
            if (pdu.size() < 6 + (bits ? (count + 7) / 8 : 2 * count)) {
                return refusal(function, ILLEGAL_VALUE);
            }
            for (int i = 0; i < count; i++) {
                values.add(bits ? (pdu.at(6 + i / 8) >>> (i % 8)) & 1 : pdu.word(6 + 2 * i));
            }
        }
        if (!device.write(unit, table, at, values)) {
            return refusal(function, ILLEGAL_ADDRESS);
        }
        return pdu.part(0, 5).toArray();
    }

    private static byte[] refusal(int function, int code) {
        return new byte[] {(byte) (function | 0x80), (byte) code};
    }

    private static byte[] words(List<Integer> values) {
        byte[] data = new byte[2 * values.size()];
        for (int i = 0; i < values.size(); i++) {
            data[2 * i] = (byte) (values.get(i) >>> 8);
            data[2 * i + 1] = (byte) (values.get(i) & 0xff);
        }
        return data;
    }

    private static byte[] packed(List<Integer> bits) {
        byte[] data = new byte[(bits.size() + 7) / 8];
        for (int i = 0; i < bits.size(); i++) {
            data[i / 8] |= (byte) (bits.get(i) << (i % 8));
        }
        return data;
    }
}

package io.voltwright.field.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a card reader on a line of its own frames what it sends, and where in it the number of the card is.
 *
 * <p>A frame is {@code start}, then {@code length} bytes or all up to {@code end}, then the check sum and {@code end}.
 *
 * @param start bytes that open a frame; may be empty
 * @param end bytes that close it; may be empty where the length is known
 * @param length how long the body is
 * @param escape the byte before one that is meant literally ({@code stuffing}); empty where there is none
 * @param check the check sum behind the body
 * @param uid where the number is
 * @param poll what to send to be told of a card, and how often; empty for a reader that speaks by itself
 * @param debounce how long the same card is the same showing
 * @param gap silence that ends half a frame
 * @param samples what it must make of given bytes; one that it does not read so is not to be used
 */
public record CardFormat(
        List<Integer> start,
        List<Integer> end,
        Length length,
        Optional<Integer> escape,
        Check check,
        Uid uid,
        Optional<Poll> poll,
        Duration debounce,
        Duration gap,
        List<Sample> samples) {

    public CardFormat {
        start = List.copyOf(start);
        end = List.copyOf(end);
        samples = List.copyOf(samples);
    }

    /** Without samples. */
    public CardFormat(
            List<Integer> start,
            List<Integer> end,
            Length length,
            Optional<Integer> escape,
            Check check,
            Uid uid,
            Optional<Poll> poll,
            Duration debounce,
            Duration gap) {
        this(start, end, length, escape, check, uid, poll, debounce, gap, List.of());
    }

    /**
     * What certain bytes mean, from a manual or a recording.
     *
     * @param bytes as they come over the line
     * @param cards the numbers in them, upper-case hex; empty if there is none
     */
    public record Sample(List<Integer> bytes, List<String> cards) {

        public Sample {
            bytes = List.copyOf(bytes);
            cards = List.copyOf(cards);
        }
    }

    /** How the length of a body is known. */
    public sealed interface Length {}

    /** All up to the end bytes. */
    public record ToEnd() implements Length {}

    /**
     * Always the same.
     *
     * @param bytes 1 to 255
     */
    public record Fixed(int bytes) implements Length {}

    /**
     * Told by a byte of the frame.
     *
     * @param at its place in the body, from 0
     * @param more what has to be added to it for the length of the whole body
     */
    public record Told(int at, int more) implements Length {}

    /** The check sum behind the body; it counts over the body. */
    public enum Check {
        NONE,
        /** Exclusive or of the bytes. */
        XOR,
        /** Sum of the bytes, low eight bits. */
        SUM,
        /** CRC-16 as Modbus has it, low byte first. */
        CRC16
    }

    /** How a number is written. */
    public enum Form {
        /** Its bytes. */
        BINARY,
        /** Two hexadecimal digits a byte. */
        HEX,
        /** One decimal number. */
        DECIMAL
    }

    /**
     * Where the number of the card is in the body.
     *
     * @param at first byte, from 0
     * @param bytes how many; 0 for all that follow
     * @param form how it is written
     * @param reversed whether the last byte comes first
     * @param marks bytes of the body that must be so for it to be the message of a card, by place
     */
    public record Uid(int at, int bytes, Form form, boolean reversed, java.util.Map<Integer, Integer> marks) {

        public Uid {
            marks = java.util.Map.copyOf(marks);
        }
    }

    /**
     * What is sent to be told of a card.
     *
     * @param request whole, as it goes over the line
     * @param period between two
     */
    public record Poll(List<Integer> request, Duration period) {

        public Poll {
            request = List.copyOf(request);
        }
    }
}

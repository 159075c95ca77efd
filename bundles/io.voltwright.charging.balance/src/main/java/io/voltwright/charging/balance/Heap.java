package io.voltwright.charging.balance;

import java.util.Arrays;

/** Numbers, the smallest first. */
final class Heap {

    private static final int START = 16;
    private static final int DIGIT = 11;
    /** Counting pays for more. */
    private static final int FEW = 1_000;

    private long[] items;
    private int size;

    Heap() {
        items = new long[START];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The smallest. */
    long peek() {
        return items[0];
    }

    void add(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int above = (at - 1) / 2;
            if (items[above] <= item) {
                break;
            }
            items[at] = items[above];
            at = above;
        }
        items[at] = item;
    }

    /** Takes the smallest out. */
    long remove() {
        long smallest = items[0];
        long item = items[--size];
        int at = 0;
        int below = 1;
        while (below < size) {
            below += below + 1 < size && items[below + 1] < items[below] ? 1 : 0;
            if (items[below] >= item) {
                break;
            }
            items[at] = items[below];
            at = below;
            below = 2 * at + 1;
        }
        items[at] = item;
        return smallest;
    }

    /**
     * Sorts the first of some numbers, of which those with equal upper halves are in order. Neither half may be negative.
     *
     * <p>Implementation: counting, eleven bits at a time, as many times as the largest needs.
     */
    static long[] sorted(long[] numbers, int count) {
        if (count < FEW) {
            Arrays.sort(numbers, 0, count);
            return Arrays.copyOf(numbers, count);
        }
        long most = 0;
        for (int i = 0; i < count; i++) {
            most |= numbers[i];
        }
        long[] from = numbers;
        long[] to = new long[count];
        for (int shift = Integer.SIZE; shift < Long.SIZE && most >>> shift != 0; shift += DIGIT) {
            int[] starts = new int[(1 << DIGIT) + 1];
            for (int i = 0; i < count; i++) {
                starts[digit(from[i], shift) + 1]++;
            }
            for (int digit = 0; digit < 1 << DIGIT; digit++) {
                starts[digit + 1] += starts[digit];
            }
            for (int i = 0; i < count; i++) {
                to[starts[digit(from[i], shift)]++] = from[i];
            }
            long[] sorted = to;
            to = from.length == count ? from : new long[count];
            from = sorted;
        }
        return from.length == count ? from : Arrays.copyOf(from, count);
    }

    private static int digit(long number, int shift) {
        return (int) (number >>> shift) & ((1 << DIGIT) - 1);
    }
}

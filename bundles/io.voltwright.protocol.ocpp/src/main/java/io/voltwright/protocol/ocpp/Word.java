package io.voltwright.protocol.ocpp;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of a closed set of words. */
interface Word {

    /** As it stands on the wire. */
    String text();

    static <W extends Word> Map<String, W> byText(W[] words) {
        return Arrays.stream(words).collect(Collectors.toUnmodifiableMap(Word::text, Function.identity()));
    }
}

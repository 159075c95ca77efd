package io.voltwright.base.api;

/**
 * Stands for a token in facts, sessions and reports without naming the person; users can turn it back while they know it.
 *
 * @param value opaque, 1 to 64 characters
 */
public record TokenRef(String value) {

    public TokenRef {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("a token reference has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

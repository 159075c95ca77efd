package io.voltwright.users.directory;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names the back end that decides on a token: the first rule whose conditions all fit. */
final class RouteRules {

    /**
     * What a rule looks at.
     *
     * @param group of the site's own token; empty for others
     * @param when in the time of the site
     */
    record Asked(IdToken token, EvseId evse, Optional<String> group, ZonedDateTime when) {}

    private record Rule(List<Predicate<Asked>> conditions, boolean forGroup, String backend) {

        boolean fits(Asked asked) {
            return conditions.stream().allMatch(condition -> condition.test(asked));
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /**
     * Reads rules such as {@code *=acme}, {@code left-*=acme}, {@code card:04A2* time:MO-FR/06:00-20:00 left-* = acme}.
     *
     * @throws IllegalArgumentException if one is not of that form
     */
    RouteRules(List<String> texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                rules.add(rule(text.strip()));
            }
        }
    }

    private static Rule rule(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw wrong(text, "'" + text + "' is not EVSE=BACKEND, as *=acme");
        }
        List<Predicate<Asked>> conditions = new ArrayList<>();
        boolean forGroup = false;
        for (String word : text.substring(0, equals).strip().split("\\s+", -1)) {
            forGroup |= word.startsWith("group:");
            conditions.add(condition(text, word));
        }
        return new Rule(conditions, forGroup, text.substring(equals + 1).strip());
    }

    private static Predicate<Asked> condition(String rule, String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            Pattern evse = pattern(word);
            return asked -> evse.matcher(asked.evse().value()).matches();
        }
        String value = word.substring(colon + 1);
        switch (word.substring(0, colon)) {
            case "card" -> {
                Pattern card = pattern(value.toUpperCase(Locale.ROOT));
                return asked -> card.matcher(asked.token().value()).matches();
            }
            case "type" -> {
                IdToken.Type type = type(rule, value);
                return asked -> asked.token().type() == type;
            }
            case "group" -> {
                return asked -> asked.group().filter(value::equalsIgnoreCase).isPresent();
            }
            case "time" -> {
                Hours hours = hours(rule, value);
                return asked -> hours.include(asked.when());
            }
            default -> throw wrong(
                    rule,
                    "'" + word + "' is none of an EVSE, card:PREFIX*, type:TYPE, group:NAME, time:MO-FR/06:00-20:00");
        }
    }

    private static IdToken.Type type(String rule, String value) {
        try {
            return IdToken.Type.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(rule, "type '" + value + "' is none of " + Arrays.toString(IdToken.Type.values()));
        }
    }

    private static Hours hours(String rule, String value) {
        try {
            return Hours.of(value);
        } catch (IllegalArgumentException e) {
            throw wrong(rule, String.valueOf(e.getMessage()));
        }
    }

    private static Pattern pattern(String text) {
        String[] letters = text.split("\\*", -1);
        return Pattern.compile(
                String.join(".*", Arrays.stream(letters).map(Pattern::quote).toList()));
    }

    private static IllegalArgumentException wrong(String rule, String why) {
        return new IllegalArgumentException("io.voltwright.users.directory: route '" + rule + "': " + why
                + "; a file holds route = [\"*=acme\"] or route = *=acme");
    }

    /**
     * The back end that answers.
     *
     * @param own whether the site itself knows the token: then only rules for its group count
     */
    Optional<String> backend(Asked asked, boolean own) {
        return rules.stream()
                .filter(rule -> rule.forGroup() || !own)
                .filter(rule -> rule.fits(asked))
                .map(Rule::backend)
                .findFirst();
    }
}

package io.voltwright.users.directory;

import io.voltwright.base.api.EvseId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names the back end that decides on tokens which the site does not know: the first rule that fits the EVSE. */
final class RouteRules {

    private record Rule(Pattern evse, String backend) {}

    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param texts as {@code *=acme} or {@code left-*=acme}
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
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("io.voltwright.users.directory: route '" + text
                    + "' is not EVSE=BACKEND, as *=acme; a file holds route = [\"*=acme\"] or route = *=acme");
        }
        String[] letters = text.substring(0, equals).strip().split("\\*", -1);
        String pattern =
                String.join(".*", Arrays.stream(letters).map(Pattern::quote).toList());
        return new Rule(Pattern.compile(pattern), text.substring(equals + 1).strip());
    }

    Optional<String> backend(EvseId evse) {
        return rules.stream()
                .filter(rule -> rule.evse().matcher(evse.value()).matches())
                .map(Rule::backend)
                .findFirst();
    }
}

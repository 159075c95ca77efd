package io.voltwright.field.profiles;

import io.voltwright.field.api.CardFormat;
import io.voltwright.field.profiles.DeviceProfile.Transport;
import java.util.Map;

/**
 * The profile of a card reader on a line of its own (P21).
 *
 * @param id as {@code site.yaml} names it
 * @param title for people
 * @param transports by name
 * @param format how it frames the numbers of cards
 */
public record ReaderProfile(String id, String title, Map<String, Transport> transports, CardFormat format) {

    /** The first transport a site would use. */
    Transport transport() {
        return transports.values().iterator().next();
    }
}

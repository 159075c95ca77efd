package io.voltwright.charging.engine;

/** What an emergency stop stops (R33). */
sealed interface Zone {

    /** As commands show it; empty where nobody said anything. */
    String text();

    /**
     * The zone that an EVSE of the site file names.
     *
     * @param name may be empty
     */
    static Zone named(String name) {
        return name.isEmpty() ? new Rest() : new OfSite(name);
    }

    /** One of {@code emergency.zones}, from 1 on. */
    record OfSettings(int number) implements Zone {
        @Override
        public String text() {
            return "emergency zone " + number + " (emergency.zones)";
        }
    }

    /** One that EVSEs of the site file name. */
    record OfSite(String name) implements Zone {
        @Override
        public String text() {
            return "emergency zone " + name + " (site file)";
        }
    }

    /** All that is in no zone of its own. */
    record Rest() implements Zone {
        @Override
        public String text() {
            return "";
        }
    }
}

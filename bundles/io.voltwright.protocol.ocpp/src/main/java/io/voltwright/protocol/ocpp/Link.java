package io.voltwright.protocol.ocpp;

import java.util.concurrent.CompletionStage;

/** One open WebSocket. Nothing here blocks; texts leave in the order in which they were given. */
interface Link {

    /** From now on events are reported. */
    void start();

    void send(String text);

    void ping();

    /** Says good-bye after what was sent before, waits a moment for the other side's, and lets go. */
    CompletionStage<Void> close();

    /** Lets go at once. */
    void abort();

    /** Hears what happens on a link; called on any thread. */
    interface Events {

        void received(String text);

        void pong();

        /** The link is gone; called at most once. */
        void closed(String why);
    }

    /** Opens links. */
    @FunctionalInterface
    interface Dialer {

        /** Opens one; fails with a sentence for people. */
        CompletionStage<Link> dial(Events events);
    }
}

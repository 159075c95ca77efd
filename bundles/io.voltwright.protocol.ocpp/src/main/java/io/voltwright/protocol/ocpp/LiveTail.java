package io.voltwright.protocol.ocpp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Prints the frames of back ends as they pass, until its thread is interrupted; a slow reader holds nobody up. */
final class LiveTail {

    /** The history of several back ends fits, and a burst. */
    private static final int MOST_WAITING = 5_000;

    private final BlockingQueue<Item> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong leftOut = new AtomicLong();

    /** A frame of a back end, or that it is gone. */
    private record Item(String backEnd, Optional<Tail.Line> line) {}

    private LiveTail() {}

    /** Returns when the last of the back ends is gone. */
    static void follow(Map<String, Tail> tails, int count, Tail.Filter filter) throws InterruptedException {
        LiveTail live = new LiveTail();
        Map<Tail.Follower, Tail> following = new HashMap<>();
        try {
            tails.forEach((backEnd, tail) -> {
                Tail.Follower follower = live.follower(backEnd);
                following.put(follower, tail);
                tail.follow(count, filter, follower);
            });
            live.print(tails.size());
        } finally {
            following.forEach((follower, tail) -> tail.leave(follower));
        }
    }

    /** One line for one frame. */
    static String text(String backEnd, Tail.Line line) {
        return line.time() + " " + backEnd + (line.sent() ? " > " : " < ") + Mask.of(line.text());
    }

    private Tail.Follower follower(String backEnd) {
        return new Tail.Follower() {
            @Override
            public void line(Tail.Line line) {
                if (waiting.size() < MOST_WAITING) {
                    waiting.add(new Item(backEnd, Optional.of(line)));
                } else {
                    leftOut.incrementAndGet();
                }
            }

            @Override
            public void end() {
                waiting.add(new Item(backEnd, Optional.empty()));
            }
        };
    }

    private void print(int backEnds) throws InterruptedException {
        int left = backEnds;
        while (left > 0) {
            Item next = waiting.take();
            long missing = leftOut.getAndSet(0);
            if (missing > 0) {
                System.out.println("... " + missing + " frames came too fast and are left out");
            }
            if (next.line().isEmpty()) {
                left--;
            }
            System.out.println(next.line()
                    .map(line -> text(next.backEnd(), line))
                    .orElse(next.backEnd() + " is not there any more, or has other settings; call ocpp:tail again"));
            if (waiting.isEmpty()) {
                // Whoever looks on from afar is behind a buffer.
                System.out.flush();
            }
        }
        System.out.flush();
    }
}

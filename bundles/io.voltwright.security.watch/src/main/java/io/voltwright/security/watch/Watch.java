package io.voltwright.security.watch;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Admission;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.UnbanListener;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets peers in within their budget, keeps who did what, and bans those that guess passwords. */
@Component(
        immediate = true,
        service = {Admission.class, Audit.class, Watch.class},
        configurationPid = "io.voltwright.security.watch")
@Designate(ocd = Watch.Config.class)
public final class Watch implements Admission, Audit {

    /** Settings in {@code etc/io.voltwright.security.watch.cfg}. */
    @ObjectClassDefinition(name = "Admission and intrusion detection")
    public @interface Config {

        @AttributeDefinition(
                description = "What one peer may do: LISTENER=BURST/PER_MINUTE",
                cardinality = Integer.MAX_VALUE)
        String[] budgets() default {"ssh=120/120", "http=300/1200", "opcua=60/120"};

        @AttributeDefinition(description = "Refused logins of one peer that are an attack", min = "3", max = "1000")
        int login_failures() default 10;

        @AttributeDefinition(description = "Within how many minutes", min = "1", max = "1440")
        int login_minutes() default 5;

        @AttributeDefinition(
                description = "Minutes of the first ban; each further one within a day is twice as long",
                min = "1",
                max = "1440")
        int ban_minutes() default 10;

        @AttributeDefinition(
                description =
                        "Addresses that are never banned, as a reverse proxy's; an IPv6 address stands for its /64",
                cardinality = Integer.MAX_VALUE)
        String[] never_banned() default {};
    }

    /** How the watch is set. */
    record Settings(
            Map<String, Budgets.Budget> budgets,
            int failures,
            Duration window,
            Duration ban,
            Set<String> neverBanned) {}

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration SUMMARY = Duration.ofMinutes(1);

    private final Time time;
    private final Lane lane;
    private final ThreadFactory threads;
    private final Budgets budgets;
    private final LoginRule rule;
    private final Bans bans;
    private final Set<String> neverBanned;
    private final Trail trail;
    private final Map<String, Integer> turnedAway = new ConcurrentHashMap<>();
    private final List<UnbanListener> listeners = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Journal journal;

    @Activate
    public Watch(Config config, @Reference Time time, @Reference Lanes lanes) {
        this(
                new Settings(
                        Budgets.of(List.of(config.budgets())),
                        config.login_failures(),
                        Duration.ofMinutes(config.login_minutes()),
                        Duration.ofMinutes(config.ban_minutes()),
                        addresses(config.never_banned())),
                time,
                lanes);
    }

    Watch(Settings settings, Time time, Lanes lanes) {
        this.time = time;
        this.lane = lanes.open("security");
        this.threads = lanes.threads("security");
        this.budgets = new Budgets(settings.budgets(), time::sinceBoot);
        this.rule = new LoginRule(settings.failures(), settings.window());
        this.bans = new Bans(settings.ban());
        this.neverBanned = settings.neverBanned();
        this.trail = new Trail(() -> Optional.ofNullable(journal), time, lane);
        lane.every(SUMMARY, this::summarise);
    }

    private static Set<String> addresses(String[] texts) {
        return List.of(texts).stream()
                .filter(text -> !text.isBlank())
                .map(text -> Peers.name(text.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "io.voltwright.security.watch: never.banned '" + text + "' is no address")))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Activate
    void start() {
        record(new Event(Kind.STARTED, Actor.station("start"), "local", "security.watch", "auditing begins", false));
    }

    @Deactivate
    void stop() {
        lane.close();
        if (trail.waiting() > 0) {
            log.error("{} audit facts could not be written before the watch stopped", trail.waiting());
        }
    }

    /** For tests, in place of the reference. */
    void journal(@Nullable Journal service) {
        journal = service;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(UnbanListener listener) {
        listeners.add(listener);
    }

    void removeListener(UnbanListener listener) {
        listeners.remove(listener);
    }

    @Reference(
            target = "(schema=security)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setStore(DataSource store) {
        // Reading blocks on the disk, so it is no work for the lane.
        threads.newThread(() -> restore(store)).start();
    }

    void unsetStore(DataSource store) {
        // Bans stay in force; their rows are written by the journal.
        log.debug("the store is away: {}", store);
    }

    void restore(DataSource store) {
        try {
            List<Ban> known = BanRows.read(store);
            lane.execute(() -> {
                for (Ban ban : known) {
                    bans.restore(ban, time.instant(), time.sinceBoot());
                    Duration left = bans.left(ban, time.sinceBoot());
                    lane.after(left.isNegative() ? Duration.ZERO : left, () -> ended(ban));
                }
            });
        } catch (SQLException e) {
            log.error("the bans of the run before cannot be read; those addresses are free", e);
        }
    }

    @Override
    public boolean admits(String listener, InetAddress peer) {
        String address = Peers.name(peer);
        boolean admitted = !bans.isBanned(address, time.sinceBoot()) && budgets.take(listener, address);
        if (!admitted && (turnedAway.size() < 1000 || turnedAway.containsKey(address))) {
            turnedAway.merge(address, 1, Integer::sum);
        }
        return admitted;
    }

    @Override
    public CompletionStage<Void> record(Event event) {
        if (event.kind() == Kind.LOGIN_REFUSED) {
            Peers.name(event.origin()).ifPresent(this::loginRefused);
        }
        return trail.append(List.of(SecurityFacts.audited(event, time.moment())), Effects.NONE);
    }

    private void loginRefused(String address) {
        if (!rule.refused(address, time.sinceBoot()) || neverBanned.contains(address)) {
            return;
        }
        String reason = rule.most() + " refused logins within " + rule.window().toMinutes() + " min";
        Ban ban = bans.add(address, reason, time.instant(), time.sinceBoot());
        log.warn("{} is banned until {}: {}", address, ban.until(), reason);
        trail.append(
                List.of(
                        SecurityFacts.attack(ban, rule.most(), rule.window(), time.moment()),
                        SecurityFacts.raised(ban, time.moment())),
                BanRows.put(ban));
        lane.after(bans.left(ban, time.sinceBoot()), () -> ended(ban));
    }

    private void ended(Ban ban) {
        boolean again = bans.current(time.sinceBoot()).stream()
                .anyMatch(current -> current.address().equals(ban.address()));
        if (!again) {
            trail.append(List.of(SecurityFacts.cleared(ban.address(), "the ban ended", time.moment())), Effects.NONE);
        }
    }

    // What is turned away is told in sum: a flood must not fill the journal.
    private void summarise() {
        Map<String, Integer> counts = Map.copyOf(turnedAway);
        turnedAway.clear();
        counts.forEach((address, count) -> record(new Event(
                Kind.ADMISSION_REFUSED,
                Actor.station("admission"),
                address,
                "listeners",
                count + " times in the last minute",
                true)));
        for (Ban old : bans.forgotten(time.sinceBoot())) {
            bans.remove(old.address());
            trail.append(
                    List.of(SecurityFacts.audited(
                            new Event(
                                    Kind.ATTACK,
                                    Actor.station("admission"),
                                    "local",
                                    old.address(),
                                    "a quiet day: its bans are forgotten",
                                    false),
                            time.moment())),
                    BanRows.delete(old.address()));
        }
    }

    /** The bans in force, oldest first. */
    List<Ban> bans() {
        return bans.current(time.sinceBoot());
    }

    /** Lets a banned peer come back now. */
    Outcome unban(String address, Actor by) {
        Optional<String> peer = Peers.name(address);
        Optional<Ban> ban = peer.flatMap(bans::remove);
        if (ban.isEmpty()) {
            return Outcome.refused("'" + address + "' is not banned; see security:bans");
        }
        trail.append(
                List.of(SecurityFacts.cleared(ban.get().address(), "unbanned by " + by, time.moment())),
                BanRows.delete(ban.get().address()));
        listeners.forEach(
                listener -> listener.unbanned(origin -> Peers.name(origin).equals(peer)));
        return Outcome.done();
    }

    /** How many audit facts were lost since the start because the journal was away too long. */
    long lost() {
        return trail.lost();
    }

    Optional<Journal> journal() {
        return Optional.ofNullable(journal);
    }
}

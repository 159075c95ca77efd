package io.voltwright.field.readers;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Profiles;
import io.voltwright.site.api.Reader;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one card reader at work for each that the site has on a line of its own, and tells of the cards shown there. */
@Component(immediate = true, service = SiteListener.class)
public final class CardReaders implements SiteListener {

    private static final Logger log = LoggerFactory.getLogger(CardReaders.class);

    private final Profiles profiles;
    private final Lanes lanes;
    private final Time time;
    private final Lane lane;
    /** Closing a reader waits for its thread. */
    private final ExecutorService changes;

    private final List<FieldListener> listeners = new CopyOnWriteArrayList<>();
    // Confined to the thread of changes.
    private final Map<Reader, CardReader> open = new HashMap<>();

    @Activate
    public CardReaders(@Reference Profiles profiles, @Reference Lanes lanes, @Reference Time time) {
        this.profiles = profiles;
        this.lanes = lanes;
        this.time = time;
        this.lane = lanes.open("readers");
        this.changes = Executors.newSingleThreadExecutor(lanes.threads("reader changes"));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(FieldListener listener) {
        listeners.add(listener);
    }

    void removeListener(FieldListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void siteChanged(Site site) {
        changes.execute(() -> apply(site.readers()));
    }

    private void apply(List<Reader> wanted) {
        open.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (Reader reader : wanted) {
            if (!open.containsKey(reader)) {
                begin(reader);
            }
        }
    }

    private void begin(Reader reader) {
        Optional<CardFormat> format = profiles.cardFormat(reader.profile());
        if (format.isEmpty()) {
            log.error(
                    "Card reader {}: there is no profile '{}' for it (see profile:list)",
                    reader.id(),
                    reader.profile());
            return;
        }
        Optional<String> misread = misread(format.get());
        if (misread.isPresent()) {
            log.error(
                    "Card reader {} is not used: by profile '{}' {}; mend its 'line' or its golden sample",
                    reader.id(),
                    reader.profile(),
                    misread.get());
            return;
        }
        open.put(
                reader,
                new CardReader(
                        reader,
                        format.get(),
                        time,
                        lanes.threads("reader " + reader.id()),
                        token -> lane.execute(() -> tell(reader.id(), token))));
    }

    /** The first golden sample that the framing does not read as it says. */
    static Optional<String> misread(CardFormat format) {
        for (CardFormat.Sample sample : format.samples()) {
            byte[] bytes = new byte[sample.bytes().size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) sample.bytes().get(i).intValue();
            }
            List<String> found = new CardScanner(format).add(bytes, bytes.length);
            if (!found.equals(sample.cards())) {
                return Optional.of("the golden sample "
                        + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes) + " reads as " + found + ", not "
                        + sample.cards());
            }
        }
        return Optional.empty();
    }

    private void tell(DeviceId reader, IdToken token) {
        for (FieldListener listener : listeners) {
            try {
                listener.cardShownAt(reader, token);
            } catch (RuntimeException e) {
                log.error("{} failed to take a card", listener.getClass().getName(), e);
            }
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        changes.execute(() -> open.values().forEach(CardReader::close));
        changes.shutdown();
        if (!changes.awaitTermination(10, TimeUnit.SECONDS)) {
            log.warn("A card reader has not ended yet");
        }
        lane.close();
    }
}

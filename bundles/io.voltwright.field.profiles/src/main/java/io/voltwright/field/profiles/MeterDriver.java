package io.voltwright.field.profiles;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.field.api.SignedAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads one energy meter by its profile. */
final class MeterDriver implements Meter, Contact.User {

    private final DeviceId id;
    private final Orientation orientation;
    private final Device device;
    private final Contact contact;
    private final Listeners listeners;
    private final Optional<Signer> signer;

    MeterDriver(
            io.voltwright.site.api.Meter meter,
            DeviceProfile profile,
            String transport,
            Lane lane,
            Time time,
            Listeners listeners) {
        this.id = meter.id();
        this.orientation = new Orientation(meter);
        this.device = new Device(profile, transport, meter.unit(), 1, lane, time);
        this.contact = new Contact(id.value(), device, this);
        this.listeners = listeners;
        this.signer = profile.signed().map(spec -> new Signer(id.value(), device, spec, contact::there));
    }

    void use(Optional<RegisterBus> bus) {
        device.lane().execute(() -> contact.use(bus));
    }

    void close() {
        device.lane().close();
        signer.ifPresent(Signer::close);
    }

    /** Whether another driver may take over now: in the middle of a signed procedure it may not. */
    boolean isFree() {
        return signer.map(Signer::isFree).orElse(true);
    }

    @Override
    public DeviceId id() {
        return id;
    }

    @Override
    public Phase first() {
        return orientation.first();
    }

    @Override
    public Map<Point, Reading> readings() {
        return orientation.seen(device.knowledge().readings(device.now()));
    }

    @Override
    public boolean signs() {
        return signer.isPresent();
    }

    @Override
    public CompletionStage<Outcome> startSigned(String identification) {
        return signer.map(each -> each.start(identification)).orElseGet(() -> Meter.super.startSigned(identification));
    }

    @Override
    public CompletionStage<SignedAnswer> stopSigned() {
        return signer.map(Signer::stop).orElseGet(Meter.super::stopSigned);
    }

    @Override
    public void found() {
        tell();
    }

    @Override
    public void round() {
        tell();
    }

    @Override
    public void lost(String why) {
        tell();
    }

    private void tell() {
        listeners.tell((FieldListener listener) -> listener.meterChanged(id));
    }
}

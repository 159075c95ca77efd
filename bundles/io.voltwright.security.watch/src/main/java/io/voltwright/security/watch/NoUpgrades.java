package io.voltwright.security.watch;

import io.voltwright.security.api.FirmwareInstaller;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;

/** Refuses every image as long as nothing is there that installs one safely; whatever does has a higher ranking. */
@Component(property = Constants.SERVICE_RANKING + ":Integer=-1000")
public final class NoUpgrades implements FirmwareInstaller {

    private static final String REASON = "this station is not upgraded from afar: install new software at its shell";

    @Override
    public Check verify(Path image) {
        return new Check.Unfit(REASON);
    }

    @Override
    public Result install(Path image, Consumer<Integer> progress) {
        return new Result.Failed(REASON);
    }
}

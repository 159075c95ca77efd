package io.voltwright.users.api;

import io.voltwright.base.api.Outcome;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** What back ends said of tokens before; there as a service only where answers are remembered at all. */
@ProviderType
public interface AuthorizationCache {

    /** Forgets all answers of a back end. Never blocks; completes when it is durable. */
    CompletionStage<Outcome> clear(String backend);
}

package io.voltwright.users.api;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.TokenRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The site's own tokens. All methods block on the store. */
@ProviderType
public interface Tokens {

    /** The site's own tokens and those it blocked, without their values. */
    List<Token> tokens();

    /**
     * Adds or replaces a token.
     *
     * @param label for people; may be empty
     * @param group name of a group; its tokens may stop each other's sessions
     * @param validUntil expired from then on
     * @param biller who bills its sessions; where empty the site's routing decides
     */
    Outcome add(
            IdToken token,
            String label,
            Optional<String> group,
            Optional<Instant> validUntil,
            Optional<Biller> biller,
            Actor by);

    /** Blocks a token, or opens it again. */
    Outcome block(IdToken token, boolean blocked, Actor by);

    /** As {@link #block(IdToken, boolean, Actor)}, by its reference. */
    Outcome block(TokenRef token, boolean blocked, Actor by);

    /**
     * A token as people may see it.
     *
     * @param ref its stand-in
     * @param masked its last characters
     * @param label for people
     * @param group name of its group
     * @param validUntil expired from then on
     * @param blocked whether it is refused
     */
    record Token(
            TokenRef ref,
            String masked,
            String label,
            Optional<String> group,
            Optional<Instant> validUntil,
            boolean blocked) {}
}

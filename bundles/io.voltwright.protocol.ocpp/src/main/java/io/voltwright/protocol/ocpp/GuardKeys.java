package io.voltwright.protocol.ocpp;

import java.util.List;

/** The configuration keys of the security whitepaper (section 7) and of file transfers. */
final class GuardKeys {

    static final String PROFILE = "SecurityProfile";
    static final String CPO_NAME = "CpoName";
    static final String MOST_CHAIN = "CertificateSignedMaxChainSize";

    private static final int MOST_CHAIN_CHARACTERS = 10_000;
    /** The longest name of an organisation in a certificate (RFC 5280, ub-organization-name). */
    private static final int MOST_NAME = 64;

    private GuardKeys() {}

    static List<Key> of(Protection protection, Approach approach) {
        return List.of(
                new Key(
                        PROFILE,
                        Key.Access.LIVE,
                        () -> String.valueOf(approach.profile().number()),
                        text -> profile(text, approach)),
                Key.of(CPO_NAME, () -> "", GuardKeys::name),
                Key.fixed("AdditionalRootCertificateCheck", String.valueOf(protection.oneRoot())),
                Key.fixed(MOST_CHAIN, String.valueOf(MOST_CHAIN_CHARACTERS)),
                Key.fixed("CertificateStoreMaxLength", String.valueOf(Roots.most())),
                Key.fixed("SupportedFileTransferProtocols", String.join(",", protection.protocols())));
    }

    private static String profile(String text, Approach approach) {
        int wanted = Integer.parseInt(text.strip());
        approach.objection(wanted).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return String.valueOf(wanted);
    }

    private static String name(String text) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > MOST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a name of 1 to " + MOST_NAME + " characters");
        }
        return name;
    }
}

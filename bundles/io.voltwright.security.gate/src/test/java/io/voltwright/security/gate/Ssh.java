package io.voltwright.security.gate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Public keys that OpenSSH's ssh-keygen made, in its one-line form and, by ssh-keygen -e -m PKCS8 (Ed25519: RFC 8410), in X.509
 * form.
 */
record Ssh(String algorithm, String line, String x509) {

    static final Ssh ED25519 = new Ssh(
            "Ed25519",
            "ssh-ed25519 " + "AAAAC3NzaC1lZDI1NTE5AAAAICrpverIyWUXfAKG4GOlniVVSlfafzDvv4wQ/ujein/z",
            "MCowBQYDK2VwAyEAKum96sjJZRd8AobgY6WeJVVKV9p/MO+/jBD+6N6Kf/M=");

    static final Ssh P256 = new Ssh(
            "EC",
            "ecdsa-sha2-nistp256 "
                    + "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGr1jb5Y3uiX06FrYWdevZF6aXVSrNVTnvMX6w"
                    + "4K2AykIfH22Q/jHvo4ygLDNZdBL5LsCIFnAf8WgplY2LvFbCM=",
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavWNvlje6JfToWthZ169kXppdVKs1VOe8xfrDgrYDKQh8fbZD+Me+j"
                    + "jKAsM1l0EvkuwIgWcB/xaCmVjYu8VsIw==");

    static final Ssh P384 = new Ssh(
            "EC",
            "ecdsa-sha2-nistp384 "
                    + "AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBEg2NRVyyRq5Z7jVvj+SIsuitRpU19n8i6bcJU"
                    + "vfvLaJsa/qnywiLmUJy1RMMlNaJ4emOPDNNCcIFxMTxizGjzR0dF+2LO8Wqd5vIwGHwKZEMJOMQzv0qMTJrjhB2lxk"
                    + "FQ==",
            "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAESDY1FXLJGrlnuNW+P5Iiy6K1GlTX2fyLptwlS9+8tomxr+qfLCIuZQnLVE"
                    + "wyU1onh6Y48M00JwgXExPGLMaPNHR0X7Ys7xap3m8jAYfApkQwk4xDO/SoxMmuOEHaXGQV");

    static final Ssh P521 = new Ssh(
            "EC",
            "ecdsa-sha2-nistp521 "
                    + "AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAEqAdoproMm0p/jz2ut2JUDDydQlc9A1nJntn"
                    + "b0HD6mjKWiuysLpS//0G8DFoyiE1CjVhuEu72XdTPgDWpIn7KlgQCFpllYbgxrB6uQpf+weM79b0sxISIzU1W8VE7C"
                    + "lnAh522SHuB4OX0rMmD3ol36BbcmyBVPzOOG62KYx6rS3vjU3w==",
            "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBKgHaKa6DJtKf489rrdiVAw8nUJXPQNZyZ7Z29Bw+poylorsrC6Uv/9"
                    + "BvAxaMohNQo1YbhLu9l3Uz4A1qSJ+ypYEAhaZZWG4MawerkKX/sHjO/W9LMSEiM1NVvFROwpZwIedtkh7geDl9KzJg"
                    + "96Jd+gW3JsgVT8zjhutimMeq0t741N8=");

    static final Ssh RSA = new Ssh(
            "RSA",
            "ssh-rsa "
                    + "AAAAB3NzaC1yc2EAAAADAQABAAABAQDg3mQSelQOT8mdqqtJ7KI+HO+BMrIBScMfqbZi4xSTp07PQlDfPmMrogeCet"
                    + "XOfB8p1DaJT3pF4V0S1CYphqjcqvaBwZOtqddU/4hnyyO5GMd57AM29E5he7AmAURV93yzlaVkvaG/OY2bmmQerhEJ"
                    + "lMmWqKGKr6IIHAsiRv3duy7j3INhFE17IdfkV34l+rL6uH0HVSt9yeydXrRvVcrrGGJ0kO3c+rzjnhmvNB640yF9Rh"
                    + "+R54g9KqGaAnmWs4UZn4L0uNILZtbOWcvg+GgXM7/rftYFjLDGKWuwfcUpNS5OeVIlduAGPtc82wTDNmi946ZXCw1p"
                    + "ihUKM4dA5h6j",
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4N5kEnpUDk/JnaqrSeyiPhzvgTKyAUnDH6m2YuMUk6dOz0"
                    + "JQ3z5jK6IHgnrVznwfKdQ2iU96ReFdEtQmKYao3Kr2gcGTranXVP+IZ8sjuRjHeewDNvROYXuwJgFEVfd8s5WlZL2h"
                    + "vzmNm5pkHq4RCZTJlqihiq+iCBwLIkb93bsu49yDYRRNeyHX5Fd+Jfqy+rh9B1UrfcnsnV60b1XK6xhidJDt3Pq845"
                    + "4ZrzQeuNMhfUYfkeeIPSqhmgJ5lrOFGZ+C9LjSC2bWzlnL4PhoFzO/637WBYywxilrsH3FKTUuTnlSJXbgBj7XPNsE"
                    + "wzZoveOmVwsNaYoVCjOHQOYeowIDAQAB");

    static final Ssh OTHER =
            new Ssh("Ed25519", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl", "");

    static final List<Ssh> ALL = List.of(ED25519, P256, P384, P521, RSA);

    PublicKey key() {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(x509)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Place;
import java.util.Locale;

/** How a device lays a value into registers (P2). */
public enum RegisterType {
    U16(1, false),
    S16(1, true),
    U32(2, false),
    S32(2, true),
    U64(4, false),
    S64(4, true),
    /** A counter as SunSpec has it: 32 bits that wrap. */
    ACC32(2, false),
    U8HI(1, false),
    U8LO(1, false),
    /** A power of ten in the high byte, signed, and 24 bits without sign (Iskra's T5). */
    E8U24(2, false),
    /** A power of ten in the high byte, signed, and 24 bits with sign (Iskra's T6). */
    E8S24(2, true),
    F32(2, true),
    F64(4, true),
    /** Binary coded decimal, four digits a register. */
    BCD(0, false),
    /** One ASCII character in the low byte. */
    CHAR(1, false),
    ASCII(0, false),
    UTF16(0, false),
    /** Bytes shown as upper-case hex. */
    BYTES(0, false),
    /** One coil or discrete input. */
    BIT(1, false);

    private final int words;
    private final boolean signed;

    RegisterType(int words, boolean signed) {
        this.words = words;
        this.signed = signed;
    }

    /** Registers it takes; 0 where the profile says how many. */
    public int words() {
        return words;
    }

    public boolean signed() {
        return signed;
    }

    /** Whether the number brings its own power of ten. */
    public boolean hasExponent() {
        return this == E8U24 || this == E8S24;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    public boolean isText() {
        return this == CHAR || this == ASCII || this == UTF16 || this == BYTES;
    }

    static RegisterType of(Place place, String text) throws ProfileException {
        for (RegisterType type : values()) {
            if (type.key().equals(text)) {
                return type;
            }
        }
        throw place.refuse(
                "type '" + text + "' is unknown",
                "use u16 s16 u32 s32 u64 s64 f32 f64 e8u24 e8s24 acc32 u8hi u8lo bcd" + " char ascii utf16 bytes bit");
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

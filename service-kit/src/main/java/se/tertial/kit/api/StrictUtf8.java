package se.tertial.kit.api;

import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses what the JSON parser would let pass as UTF-8: characters written longer than they need be, halves of surrogate pairs,
 * code points that do not exist, and other encodings, which all have a byte zero or one that UTF-8 never has. The parser itself
 * refuses sequences that are cut short (RFC 3629, 3 and 4).
 */
final class StrictUtf8 extends FilterInputStream {

    private int last;

    StrictUtf8(InputStream bytes) {
        super(bytes);
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            check(next);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        for (int index = offset; index < offset + count; index++) {
            check(Byte.toUnsignedInt(buffer[index]));
        }
        return count;
    }

    private void check(int next) throws CharConversionException {
        boolean never = next == 0 || next == 0xC0 || next == 0xC1 || next > 0xF4;
        boolean neverAfter =
                switch (last) {
                    case 0xE0 -> next < 0xA0;
                    case 0xED -> next > 0x9F;
                    case 0xF0 -> next < 0x90;
                    case 0xF4 -> next > 0x8F;
                    default -> false;
                };
        if (never || neverAfter) {
            throw new CharConversionException("not UTF-8");
        }
        last = next;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

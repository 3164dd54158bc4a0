package se.tertial.indicators.targets;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Multiples of kronor that amounts are written in. */
enum Kronor {
    KR(0),
    TKR(3),
    MNKR(6),
    MDKR(9);

    private final int exponent;

    Kronor(int exponent) {
        this.exponent = exponent;
    }

    /** The multiple by the word that stands for it, such as tkr or mkr. */
    static Optional<Kronor> of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "kr", "kronor", "sek" -> Optional.of(KR);
            case "tkr", "kkr", "tsek" -> Optional.of(TKR);
            case "mnkr", "mkr", "msek" -> Optional.of(MNKR);
            case "mdkr", "mdr" -> Optional.of(MDKR);
            default -> Optional.empty();
        };
    }

    /** The same amount in another multiple, exactly. */
    BigDecimal convert(BigDecimal amount, Kronor wanted) {
        BigDecimal converted = amount.movePointRight(exponent - wanted.exponent);
        return converted.scale() < 0 ? converted.setScale(0) : converted;
    }
}

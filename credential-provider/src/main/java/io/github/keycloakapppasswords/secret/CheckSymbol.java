package io.github.keycloakapppasswords.secret;

/**
 * The check symbol: a weighted sum over GF(32), of the same 32 symbols as the rest.
 *
 * <p>Symbol <i>i</i> has the weight α<sup>i+1</sup>, the check symbol the weight 1, α being a generator of the field's
 * 31 non-zero elements. All 25 weights differ and none is zero, so that one wrong symbol always changes the sum, and
 * so does any swap of two different symbols, neighbours or not. Crockford's own check is modulo 37 and needs five
 * more symbols, which is why it is not used.
 */
final class CheckSymbol {

    /** x⁵ + x² + 1, primitive over GF(2). */
    private static final int POLYNOMIAL = 0b100101;

    private static final int FIELD_BIT = 0b100000;

    private CheckSymbol() {}

    /** The check symbol, 0 to 31, over the first {@code count} symbols, each 0 to 31. At most 30 symbols. */
    static int of(int[] symbols, int count) {
        // Horner's rule from the last symbol: sum of symbol[i] · α^(i+1)
        int sum = 0;
        for (int i = count - 1; i >= 0; i--) {
            sum = timesAlpha(sum ^ symbols[i]);
        }
        return sum;
    }

    private static int timesAlpha(int element) {
        int shifted = element << 1;
        return (shifted & FIELD_BIT) == 0 ? shifted : shifted ^ POLYNOMIAL;
    }
}

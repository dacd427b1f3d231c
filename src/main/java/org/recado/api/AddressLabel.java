package org.recado.api;

import org.recado.platform.Fields;

/** What someone calls an address of theirs. */
final class AddressLabel {

    private static final int LONGEST = 200;

    private AddressLabel() {}

    /** The field {@code label}; {@code otherwise} where it is absent or says nothing. */
    static String of(Fields fields, String otherwise) {
        var label = fields.optionalText("label")
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .orElse(otherwise);
        if (label.codePointCount(0, label.length()) > LONGEST
                || !label.codePoints().allMatch(AddressLabel::isAllowed)) {
            throw fields.unfit("label", "at most " + LONGEST + " characters, none of them a control character");
        }
        return label;
    }

    // half a pair is no character either
    private static boolean isAllowed(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
    }
}

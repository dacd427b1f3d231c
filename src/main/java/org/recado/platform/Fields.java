package org.recado.platform;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the fields of one JSON object by type; whatever does not fit is {@link Unfit} and names the field. */
public final class Fields {

    private final JsonObject object;

    public Fields(JsonObject object) {
        this.object = object;
    }

    /** A field that is missing, of another type, or of a wrong shape. */
    public static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String field, String wanted) {
            super(field + ": " + wanted, null, false, false);
        }
    }

    /** A string that must be there. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> new Unfit(field, "missing"));
    }

    /** A string, or nothing where it is absent or null. */
    public Optional<String> optionalText(String field) {
        var value = object.get(field);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        throw new Unfit(field, "must be a string");
    }

    /** A whole number that must be there. */
    public long number(String field) {
        return optionalNumber(field).orElseThrow(() -> new Unfit(field, "missing"));
    }

    /** A whole number, or nothing where it is absent or null. */
    public Optional<Long> optionalNumber(String field) {
        var value = object.get(field);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number && number.isIntegral()) {
            try {
                return Optional.of(number.longValueExact());
            } catch (ArithmeticException e) {
                throw new Unfit(field, "too large a number");
            }
        }
        throw new Unfit(field, "must be a whole number");
    }

    /** True or false, or nothing where it is absent or null. */
    public Optional<Boolean> optionalFlag(String field) {
        var value = object.get(field);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return Optional.of(value == JsonValue.TRUE);
        }
        throw new Unfit(field, "must be true or false");
    }

    /** An array that must be there, of such values only. */
    public <T extends JsonValue> List<T> list(String field, Class<T> type) {
        if (object.get(field) instanceof JsonArray array && array.stream().allMatch(type::isInstance)) {
            return array.getValuesAs(type);
        }
        throw new Unfit(field, "must be an array");
    }

    /** An RFC 3339 time that must be there. */
    public Instant time(String field) {
        return as(field, text(field), t -> OffsetDateTime.parse(t).toInstant());
    }

    /** An RFC 3339 time, or nothing where it is absent or null. */
    public Optional<Instant> optionalTime(String field) {
        return optional(field, t -> OffsetDateTime.parse(t).toInstant());
    }

    /** A string that must be there, made into something by its constructor. */
    public <T> T of(String field, Function<String, T> made) {
        return as(field, text(field), made);
    }

    /** A string made into something by its constructor, or nothing where it is absent or null. */
    public <T> Optional<T> optional(String field, Function<String, T> made) {
        return optionalText(field).map(t -> as(field, t, made));
    }

    /** For a field whose value is of the right type and still makes no sense. */
    public Unfit unfit(String field, String wanted) {
        return new Unfit(field, wanted);
    }

    private static <T> T as(String field, String text, Function<String, T> made) {
        try {
            return made.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unfit(field, "wrong shape");
        }
    }
}

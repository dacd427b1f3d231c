package org.recado.platform;

import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * JSON as Recado reads and writes it: strict UTF-8, no key twice, a bounded depth; the provider is looked up once.
 */
public final class Json {

    /** Deeper bodies are refused: no payload of ours needs more than four levels. */
    public static final int MAX_DEPTH = 32;

    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(
            Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE, "org.eclipse.parsson.maxDepth", MAX_DEPTH));
    private static final JsonParserFactory PARSERS =
            PROVIDER.createParserFactory(Map.of("org.eclipse.parsson.maxDepth", MAX_DEPTH));
    private static final JsonGeneratorFactory GENERATORS = PROVIDER.createGeneratorFactory(Map.of());

    private Json() {}

    /** Text that is not the JSON it should be. */
    public static final class NotJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotJson(String detail) {
            super(detail, null, false, false);
        }
    }

    /** Reads one object; throws {@link NotJson} for anything else, and never quotes the input. */
    public static JsonObject object(byte[] utf8) {
        return object(text(utf8));
    }

    /** Reads one object; throws {@link NotJson} for anything else, and never quotes the input. */
    public static JsonObject object(String text) {
        if (structure(text) instanceof JsonObject object) {
            return object;
        }
        throw new NotJson("not a JSON object");
    }

    /** Reads one object or array; throws {@link NotJson} for anything else, and never quotes the input. */
    public static JsonStructure structure(String text) {
        try (var reader = READERS.createReader(new StringReader(text))) {
            scan(text);
            return reader.read();
        } catch (JsonParsingException e) {
            throw new NotJson("not JSON at offset " + e.getLocation().getStreamOffset());
        } catch (JsonException | IllegalStateException e) {
            throw new NotJson("not JSON, or a key twice, or too deep");
        } catch (NumberFormatException e) {
            throw new NotJson("a number that nothing can hold");
        } catch (RuntimeException e) {
            // the provider reports a depth over the limit with a bare RuntimeException
            if (e.getClass() == RuntimeException.class) {
                throw new NotJson("too deep");
            }
            throw e;
        }
    }

    // a reader stops behind the first value and never looks at what follows
    private static void scan(String text) {
        try (var parser = PARSERS.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                parser.next();
            }
        }
    }

    /** Decodes strictly: bytes that are no UTF-8 are {@link NotJson}. */
    public static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotJson("not UTF-8");
        }
    }

    /** A string as a JSON value. */
    public static JsonString value(String text) {
        return PROVIDER.createValue(text);
    }

    /** Writes one JSON text as UTF-8 bytes. */
    public static byte[] bytes(Consumer<JsonGenerator> writer) {
        return string(writer).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes one JSON text as a string. */
    public static String string(Consumer<JsonGenerator> writer) {
        var out = new StringWriter(256);
        try (var generator = GENERATORS.createGenerator(out)) {
            writer.accept(generator);
        }
        return out.toString();
    }
}

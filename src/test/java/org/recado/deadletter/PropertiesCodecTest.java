package org.recado.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesCodecTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyTypeOfAHeaderSurvivesHoweverItIsNested(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++) {
            var properties = new BasicProperties.Builder()
                    .headers(table(random, 3))
                    .messageId(text(random))
                    .build();
            assertSame(PropertiesCodec.decode(PropertiesCodec.encode(properties)), properties);
        }
    }

    @Test
    void everyPropertySurvives() {
        var properties = new BasicProperties(
                "application/json",
                "gzip",
                Map.of(),
                1,
                9,
                "correlation",
                "replies",
                "60000",
                "message",
                Date.from(Instant.parse("2025-01-03T12:00:00Z")),
                "type",
                "user",
                "app",
                "cluster");
        assertSame(PropertiesCodec.decode(PropertiesCodec.encode(properties)), properties);
    }

    @Test
    void whatIsNotSetStaysUnset() {
        assertThat(PropertiesCodec.decode(PropertiesCodec.encode(new BasicProperties())))
                .isEqualTo(new BasicProperties());
    }

    private static void assertSame(BasicProperties read, BasicProperties written) {
        assertThat(read)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(written);
    }

    private static Map<String, Object> table(Random random, int depth) {
        var table = new HashMap<String, Object>();
        for (var i = random.nextInt(6); i >= 0; i--) {
            table.put("k" + random.nextInt(1_000), value(random, depth));
        }
        return table;
    }

    private static Object value(Random random, int depth) {
        var bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return switch (random.nextInt(depth > 0 ? 14 : 12)) {
            case 0 -> LongStringHelper.asLongString(text(random));
            case 1 -> LongStringHelper.asLongString(bytes);
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> (short) random.nextInt();
            case 5 -> (byte) random.nextInt();
            case 6 -> random.nextBoolean();
            case 7 -> random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
            case 8 -> random.nextFloat();
            case 9 -> new BigDecimal(new BigInteger(31, random), random.nextInt(10));
            case 10 -> Date.from(Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)));
            case 11 -> bytes;
            case 12 -> table(random, depth - 1);
            default -> list(random, depth - 1);
        };
    }

    private static List<Object> list(Random random, int depth) {
        var list = new ArrayList<Object>();
        for (var i = random.nextInt(5); i > 0; i--) {
            list.add(value(random, depth));
        }
        return list;
    }

    private static String text(Random random) {
        return "olá-\u0000-" + random.nextInt();
    }
}

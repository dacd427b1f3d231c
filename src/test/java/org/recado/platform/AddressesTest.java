package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    private static final Map<String, String> RIGHT = Map.of(
            "recado.datasource.url", "jdbc:postgresql://db:5432/recado?sslmode=require",
            "recado.amqp.uri", "amqp://recado:recado@broker:5672/%2f",
            "recado.mongo.uri", "mongodb://m1:27017,m2:27017/recado?replicaSet=rs0",
            "recado.redis.uri", "redis://cache:6379/0");

    @Test
    void rightOnesAreLetThrough() {
        assertThat(Addresses.wrong(config(RIGHT))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "recado.datasource.url, jdbc:mysql://db/recado?password=hunter2, is no address of a PostgreSQL",
        "recado.datasource.url, postgresql://recado:hunter2@db/recado, is no address of a PostgreSQL",
        "recado.datasource.url, ' ', is missing",
        "recado.amqp.uri, http://recado:hunter2@broker, is no AMQP URI",
        "recado.amqp.uri, recado:hunter2@broker, is no AMQP URI",
        "recado.mongo.uri, mongodb://recado:hunter2@m1:27017, names no database",
        "recado.mongo.uri, recado:hunter2@m1:27017, is no address of a MongoDB",
        "recado.redis.uri, cache:6379?hunter2, is no Redis URI",
        "recado.redis.uri, '', is missing"
    })
    void aWrongOneIsNamedByItsKeyAndNotShown(String key, String value, String said) {
        var settings = new TreeMap<>(RIGHT);
        settings.put(key, value);

        assertThat(Addresses.wrong(config(settings)))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).startsWith(key).contains(said).doesNotContain("hunter2"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThat(Addresses.wrong(config(Map.of()))).hasSize(RIGHT.size());
    }

    private static Config config(Map<String, String> settings) {
        return new Config() {
            @Override
            public <T> Optional<T> getOptionalValue(String key, Class<T> type) {
                return Optional.ofNullable(settings.get(key)).map(type::cast);
            }

            @Override
            public <T> T getValue(String key, Class<T> type) {
                return getOptionalValue(key, type).orElseThrow();
            }

            @Override
            public ConfigValue getConfigValue(String key) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Iterable<String> getPropertyNames() {
                return settings.keySet();
            }

            @Override
            public Iterable<ConfigSource> getConfigSources() {
                throw new UnsupportedOperationException();
            }

            @Override
            public <T> Optional<Converter<T>> getConverter(Class<T> type) {
                return Optional.empty();
            }

            @Override
            public <T> T unwrap(Class<T> type) {
                throw new UnsupportedOperationException();
            }
        };
    }
}

package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressesTest {

    private static final Address A = new Address("a", 5672);
    private static final Address B = new Address("b", 5673);
    private static final Address C = new Address("c", 5672);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://u:p@a/v,amqp://u:p@b:5673/v,amqp://u:p@c:5672/v",
                "amqp://u:p@a:5672/v, b:5673, c",
                " amqp://u:p@a/v,b:5673 , amqp://u:p@c/v ",
            })
    void severalNodesAreUrisOrHostsAfterAComma(String text) {
        var parsed = BrokerAddresses.parse(text);
        assertThat(parsed.addresses()).containsExactly(A, B, C);
        assertThat(parsed.first()).startsWith("amqp://u:p@a").endsWith("/v");
    }

    @Test
    void oneUriStaysWhatItIs() {
        var uri = "amqp://u:p,q@a/v";
        assertThat(BrokerAddresses.parse(uri)).isEqualTo(new BrokerAddresses(uri, java.util.List.of(A)));
    }

    @Test
    void aCommaInThePasswordIsNoNextAddress() {
        assertThat(BrokerAddresses.parse("amqp://u:p,q@a/v,amqp://u:p,q@b:5673/v")
                        .addresses())
                .containsExactly(A, B);
    }

    @Test
    void tlsHasItsOwnPort() {
        assertThat(BrokerAddresses.parse("amqps://u:p@a,b").addresses())
                .containsExactly(new Address("a", 5671), new Address("b", 5671));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rabbit:5672",
                "amqp://",
                "http://a",
                "amqp://u:p@a b/v",
                "amqp://u:s%@a",
                "amqp://u:secret@a_b:x",
            })
    void whatIsNoUriIsNamedWithoutItsPassword(String text) {
        assertThatThrownBy(() -> BrokerAddresses.parse(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recado.amqp.uri: address 1 is no AMQP URI")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://u:p@a/v,", "amqp://u:p@a,b/v", "amqp://u:p@a/v,b:c", "amqp://u:p@a/v,,b"})
    void theWrongOneIsNumbered(String text) {
        assertThatThrownBy(() -> BrokerAddresses.parse(text)).hasMessageContaining("address 2 is no AMQP URI");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://u:p@a/v,amqp://u:other@b/v",
                "amqp://u:p@a/v,amqp://x:p@b/v",
                "amqp://u:p@a/v,amqp://u:p@b/w",
                "amqp://u:p@a/v,amqps://u:p@b/v",
            })
    void nodesOfOneClusterAreMetInOneWay(String text) {
        assertThatThrownBy(() -> BrokerAddresses.parse(text))
                .hasMessage("recado.amqp.uri: address 2 has another scheme, user, password or virtual host than the"
                        + " first");
    }
}

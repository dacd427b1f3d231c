package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

    @Test
    void signatureIsTheOneOthersCompute() {
        // printf 'msg_7.1767225600.{"message":"olá"}' | openssl dgst -sha256 -mac HMAC \
        //     -macopt key:0123456789abcdef0123456789abcdef -binary | base64
        var secret = new WebhookSecret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        assertThat(secret.signature("msg_7", 1_767_225_600, utf8("{\"message\":\"olá\"}")))
                .isEqualTo("v1,8Ol+mGbcBONXSwjp4edW9FrYZdVTCuxwM3WEIeIwZTA=");
    }

    @Test
    void signatureIsTheOneOfTheSpecificationsOwnVector() {
        var secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, utf8("{\"test\": 2432232314}")))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void secretsAreLongAndNoTwoAreTheSame() {
        var one = WebhookSecret.random();
        assertThat(one.text())
                .startsWith("whsec_")
                .isNotEqualTo(WebhookSecret.random().text());
        assertThat(Base64.getDecoder().decode(one.text().substring(6))).hasSizeBetween(24, 64);
        assertThat(one.toString()).doesNotContain(one.text().substring(6));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

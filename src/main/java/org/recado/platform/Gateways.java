package org.recado.platform;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whose word counts for others on the commands' road. RabbitMQ lets nobody publish under another's {@code user_id}, so
 * that property says who published. Without a list everyone counts whom the broker lets publish.
 */
@ApplicationScoped
public class Gateways {

    @Inject
    Amqp amqp;

    @Inject
    @ConfigProperty(name = "recado.commands.trusted-gateways")
    Optional<String> trusted;

    /** The same properties, and where it is asked for, who publishes them: this node. */
    public BasicProperties signed(BasicProperties properties) {
        return trusted.isEmpty()
                ? properties
                : properties.builder().userId(amqp.user()).build();
    }

    /** Whether this publisher may name whomever as a command's sender. */
    public boolean areTrusted(Optional<String> publisher) {
        return trusted.isEmpty()
                || publisher
                        .filter(name ->
                                List.of(trusted.get().split("\\s*,\\s*")).contains(name) || name.equals(amqp.user()))
                        .isPresent();
    }
}

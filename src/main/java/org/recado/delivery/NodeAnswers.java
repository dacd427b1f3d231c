package org.recado.delivery;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Delivery;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.recado.platform.Amqp;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Meters;
import org.recado.socket.Inquiries;

/** Answers what all nodes are asked, to who asked it; events need not wait for the answer to be sent. */
@ApplicationScoped
class NodeAnswers {

    private static final System.Logger LOG = System.getLogger(NodeAnswers.class.getName());

    @Inject
    Inquiries inquiries;

    @Inject
    Amqp amqp;

    @Inject
    Meters meters;

    @Resource
    ManagedExecutorService executor;

    void answer(Delivery asked) {
        executor.execute(() -> answerNow(asked));
    }

    private void answerNow(Delivery asked) {
        try (var channel = amqp.channel(Amqp.Use.PUBLISH)) {
            var answer = inquiries.answer(asked.getBody());
            var who = asked.getProperties();
            channel.basicPublish(
                    "",
                    who.getReplyTo() == null ? "" : who.getReplyTo(),
                    new BasicProperties.Builder()
                            .contentType("application/json")
                            .correlationId(who.getCorrelationId())
                            .build(),
                    answer);
        } catch (Json.NotJson | Fields.Unfit e) {
            meters.count("recado.delivery.unreadable", "what", "inquiry");
            LOG.log(System.Logger.Level.DEBUG, "an inquiry was passed over: {0}", e.getMessage());
        } catch (IOException | TimeoutException | AlreadyClosedException e) {
            LOG.log(System.Logger.Level.WARNING, "an operator's question was not answered: {0}", e.toString());
        }
    }
}

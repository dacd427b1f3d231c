package org.recado.platform;

import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.hibernate.cfg.Configuration;
import org.recado.stack.SharedStack;

/** The stack's PostgreSQL with the schema of this release, as JPA sees it without a container. */
public final class Database {

    private Database() {}

    /** A unit of these entities. */
    public static EntityManagerFactory of(Class<?>... entities) {
        var url = SharedStack.setting("RECADO_DATASOURCE_URL");
        var user = SharedStack.setting("RECADO_DATASOURCE_USER");
        var password = SharedStack.setting("RECADO_DATASOURCE_PASSWORD");
        Flyway.configure().dataSource(url, user, password).load().migrate();
        var unit = new Configuration();
        List.of(entities).forEach(unit::addAnnotatedClass);
        unit.getProperties()
                .putAll(Map.of(
                        "jakarta.persistence.jdbc.url",
                        url,
                        "jakarta.persistence.jdbc.user",
                        user,
                        "jakarta.persistence.jdbc.password",
                        password,
                        "hibernate.jdbc.batch_size",
                        256,
                        "hibernate.order_inserts",
                        true,
                        "hibernate.order_updates",
                        true,
                        "hibernate.jdbc.time_zone",
                        "UTC"));
        return unit.buildSessionFactory();
    }
}

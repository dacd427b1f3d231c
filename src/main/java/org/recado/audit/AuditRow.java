package org.recado.audit;

import jakarta.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.recado.platform.Json;

/** A row of the record, to be read; {@link Writing} makes them, and nothing changes them. */
@Entity
@Table(name = "audit")
public class AuditRow {

    @Id
    long id;

    Instant at;

    String actor;

    String action;

    String subject;

    String target;

    String result;

    int times;

    String detail;

    String address;

    String node;

    protected AuditRow() {}

    /** Its place in the record: a later one is greater. */
    public long id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    public Optional<String> actor() {
        return Optional.ofNullable(actor);
    }

    public String action() {
        return action;
    }

    public String subject() {
        return subject;
    }

    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    public String result() {
        return result;
    }

    public int times() {
        return times;
    }

    public Optional<JsonObject> detail() {
        return Optional.ofNullable(detail).map(Json::object);
    }

    public Optional<String> address() {
        return Optional.ofNullable(address);
    }

    public String node() {
        return node;
    }
}

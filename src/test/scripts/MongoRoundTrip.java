import com.mongodb.client.MongoClients;
import org.bson.Document;

/** Writes one document or finds it again; the exit status tells. */
class MongoRoundTrip {
    public static void main(String[] args) {
        try (var client = MongoClients.create(args[0])) {
            var kept = client.getDatabase("recado").getCollection("kept");
            if (args[1].equals("write")) {
                kept.insertOne(new Document("_id", "yes"));
            }
            System.exit(kept.find(new Document("_id", "yes")).first() == null ? 1 : 0);
        }
    }
}

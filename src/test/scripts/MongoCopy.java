import com.mongodb.client.MongoClients;
import org.bson.Document;

/** Copies a collection to another one, in the place of whatever is there: what mongodump and mongorestore would do. */
class MongoCopy {
    public static void main(String[] args) {
        try (var client = MongoClients.create(args[0])) {
            var database = client.getDatabase("recado");
            var to = database.getCollection(args[2]);
            to.deleteMany(new Document());
            database.getCollection(args[1]).find().forEach(to::insertOne);
        }
        System.exit(0);
    }
}

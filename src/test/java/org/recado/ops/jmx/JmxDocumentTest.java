package org.recado.ops.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.recado.platform.Begun;

/** docs/jmx.md and a console say the same, word for word. */
class JmxDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/jmx.md");
    private static final Pattern SECTION = Pattern.compile("(?s)## `org\\.recado:type=(\\w+),.*?(?=\\n## |\\z)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+) \\|$");

    @Test
    void theDocumentNamesWhatIsRegisteredAndNothingElse() throws Exception {
        assertThat(documented()).isEqualTo(registered());
    }

    private static Map<String, Map<String, String>> documented() throws IOException {
        var types = new TreeMap<String, Map<String, String>>();
        SECTION.matcher(Files.readString(DOCUMENT)).results().forEach(section -> {
            var rows = new TreeMap<String, String>();
            ROW.matcher(section.group()).results().forEach(row -> rows.put(row.group(1), row.group(2)));
            types.put(section.group(1), rows);
        });
        return types;
    }

    private static Map<String, Map<String, String>> registered() throws JMException {
        var server = MBeanServerFactory.newMBeanServer();
        new Beans(server, "one", 1).beans.begin(new Begun());
        var types = new TreeMap<String, Map<String, String>>();
        for (var name : server.queryNames(new ObjectName("org.recado:*"), null)) {
            types.put(name.getKeyProperty("type"), said(server.getMBeanInfo(name)));
        }
        return types;
    }

    private static Map<String, String> said(MBeanInfo bean) {
        var said = new TreeMap<String, String>();
        for (var attribute : bean.getAttributes()) {
            said.put(attribute.getName(), attribute.getDescription());
        }
        for (var operation : bean.getOperations()) {
            said.put(call(operation), operation.getDescription());
        }
        return said;
    }

    private static String call(MBeanOperationInfo operation) {
        return Arrays.stream(operation.getSignature())
                .map(MBeanFeatureInfo::getName)
                .collect(Collectors.joining(", ", operation.getName() + "(", ")"));
    }
}

import fish.payara.micro.PayaraMicro;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;

/** Payara Micro that deploys and undeploys, through its API, what it reads from its input. */
public class MicroLauncher {
    private static final String NAME = "recado";

    public static void main(String[] arguments) throws Exception {
        var server = PayaraMicro.getInstance()
                .setNoCluster(true)
                .setHttpPort(Integer.parseInt(arguments[0]))
                .bootStrap();
        System.out.println("launcher: up");
        var deployed = false;
        var orders = new BufferedReader(new InputStreamReader(System.in));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            if (deployed) {
                server.undeploy(NAME);
            }
            deployed = order.startsWith("deploy ");
            if (deployed && !server.deploy(NAME, "/", new File(order.substring("deploy ".length())))) {
                throw new IllegalStateException("the WAR is not deployed");
            }
            System.out.println("launcher: done");
        }
    }
}

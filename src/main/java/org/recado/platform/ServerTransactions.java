package org.recado.platform;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.util.List;
import org.hibernate.engine.jndi.JndiException;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;

/** Finds the server's transaction manager, whichever server it is, so that one persistence.xml fits them all. */
public class ServerTransactions extends AbstractJtaPlatform {

    private static final long serialVersionUID = 1L;

    /** Open Liberty has it in no name, but as what this class answers. */
    private static final String LIBERTY = "com.ibm.tx.jta.TransactionManagerFactory";

    /** Payara, then WildFly. */
    private static final List<String> MANAGERS =
            List.of("java:appserver/TransactionManager", "java:jboss/TransactionManager");

    @Override
    protected TransactionManager locateTransactionManager() {
        for (var name : MANAGERS) {
            try {
                return (TransactionManager) jndiService().locate(name);
            } catch (JndiException e) {
                System.getLogger(getClass().getName())
                        .log(System.Logger.Level.DEBUG, "no transaction manager at {0}", name);
            }
        }
        return ofLiberty();
    }

    private static TransactionManager ofLiberty() {
        try {
            return (TransactionManager) Class.forName(LIBERTY, true, ServerTransactions.class.getClassLoader())
                    .getMethod("getTransactionManager")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no transaction manager at any of " + MANAGERS + " or of " + LIBERTY, e);
        }
    }

    @Override
    protected UserTransaction locateUserTransaction() {
        return (UserTransaction) jndiService().locate("java:comp/UserTransaction");
    }
}

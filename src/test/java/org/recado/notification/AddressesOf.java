package org.recado.notification;

import org.recado.auth.InTransactions;

/** {@link Addresses} without a container. */
public final class AddressesOf {

    private AddressesOf() {}

    public static Addresses database(InTransactions transactions) throws ReflectiveOperationException {
        var addresses = transactions.of(Addresses.class);
        addresses.em = transactions.em();
        return addresses;
    }
}

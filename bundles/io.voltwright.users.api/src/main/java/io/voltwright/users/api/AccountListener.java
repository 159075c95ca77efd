package io.voltwright.users.api;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears when an account may do something else; registered as a service by doors that keep people logged in. */
@ConsumerType
public interface AccountListener {

    /**
     * The change is on disk. Must return soon.
     *
     * @param roles what it may do from now on; nothing while the account is closed
     */
    void accountChanged(String name, Set<Role> roles);
}

package io.voltwright.security.gate;

import io.voltwright.security.api.Admission;
import io.voltwright.users.api.Accounts;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The realm {@code karaf} of SSH and HTTP: outranks Karaf's own and denies while users or admission are away. */
@Component(immediate = true, service = JaasRealm.class)
public final class Gate implements JaasRealm {

    /** Option under which the login module finds its gate. */
    static final String OPTION = "gate";

    private static final int ABOVE_KARAFS_OWN = 100;

    private final AppConfigurationEntry[] entries;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Accounts accounts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Admission admission;

    private final OpenShells shells;

    @Activate
    public Gate(BundleContext bundle, @Reference OpenShells shells) {
        this(bundle.getBundle().getBundleId(), shells, null, null);
    }

    Gate(long bundle, OpenShells shells, @Nullable Accounts accounts, @Nullable Admission admission) {
        this.shells = shells;
        this.accounts = accounts;
        this.admission = admission;
        this.entries = new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    ProxyLoginModule.class.getName(),
                    LoginModuleControlFlag.REQUIRED,
                    Map.of(
                            ProxyLoginModule.PROPERTY_MODULE,
                            GateLogin.class.getName(),
                            ProxyLoginModule.PROPERTY_BUNDLE,
                            Long.toString(bundle),
                            OPTION,
                            this))
        };
    }

    @Override
    public String getName() {
        return "karaf";
    }

    @Override
    public int getRank() {
        return ABOVE_KARAFS_OWN;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        return entries.clone();
    }

    OpenShells shells() {
        return shells;
    }

    Optional<Accounts> accounts() {
        return Optional.ofNullable(accounts);
    }

    /** Whether SSH may look at this peer's login now; without admission it may not. */
    boolean admits(InetAddress peer) {
        Admission guard = admission;
        return guard != null && guard.admits("ssh", peer);
    }
}

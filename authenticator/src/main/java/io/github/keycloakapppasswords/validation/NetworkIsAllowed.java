package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.verdict.Reason;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Requires that the end client is in a network of the app password; a rule without a readable client address refuses. */
final class NetworkIsAllowed implements Step {

    @Override
    public Optional<Reason> examine(Examination examination) {
        List<Network> networks = examination.credential().data().networks();
        if (networks.isEmpty()) {
            return Optional.empty();
        }
        String sent = examination.attempt().clientAddress();
        Optional<InetAddress> address = sent == null ? Optional.empty() : IpAddress.parse(sent);
        if (address.isEmpty()) {
            return Optional.of(Reason.CLIENT_ADDRESS_MISSING);
        }
        boolean inside = networks.stream().anyMatch(network -> network.contains(address.get()));
        return Step.require(inside, Reason.NETWORK_NOT_ALLOWED);
    }
}

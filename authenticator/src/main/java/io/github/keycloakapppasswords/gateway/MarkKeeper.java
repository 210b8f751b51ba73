package io.github.keycloakapppasswords.gateway;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientModel.ClientIdChangeEvent;
import org.keycloak.models.ClientModel.ClientRemovedEvent;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Moves a mark with its client when the client gets another id. The mark of a deleted client stays, so that the admin's list
 * shows the gateway: Keycloak replaces a client by deleting it and making another.
 *
 * <p><b>Security.</b> A mark that stays gives no access. The mark becomes void, since a client can be made again with the
 * internal id of the deleted client. The mark counts again only after an admin puts the gateway's settings.
 */
public final class MarkKeeper implements ProviderEventListener {

    private final GatewayMarks marks = new GatewayMarks();

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ClientIdChangeEvent changed) {
            ClientModel client = changed.getUpdatedClient();
            markOf(client, changed.getPreviousClientId()).ifPresent(mark -> {
                RealmModel realm = client.getRealm();
                marks.remove(realm, changed.getPreviousClientId());
                marks.put(realm, changed.getNewClientId(), mark);
            });
        } else if (event instanceof ClientRemovedEvent removed) {
            ClientModel client = removed.getClient();
            markOf(client, client.getClientId())
                    .ifPresent(mark -> marks.put(client.getRealm(), client.getClientId(), mark.ofNoClient()));
        }
    }

    private Optional<GatewayMark> markOf(ClientModel client, String clientId) {
        try {
            return marks.of(client.getRealm(), clientId)
                    .filter(mark -> mark.clientUuid().equals(client.getId()));
        } catch (InvalidGatewayException e) {
            // The gateway is refused, and the admin's list shows it.
            return Optional.empty();
        }
    }
}

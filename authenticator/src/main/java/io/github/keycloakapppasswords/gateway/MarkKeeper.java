package io.github.keycloakapppasswords.gateway;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientModel.ClientIdChangeEvent;
import org.keycloak.models.ClientModel.ClientRemovedEvent;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Keeps marks with their clients: a mark goes when its client goes, and moves when its client gets another id. */
public final class MarkKeeper implements ProviderEventListener {

    private final GatewayMarks marks = new GatewayMarks();

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ClientRemovedEvent removed) {
            ClientModel client = removed.getClient();
            markOf(client, client.getClientId())
                    .ifPresent(mark -> marks.remove(client.getRealm(), client.getClientId()));
        } else if (event instanceof ClientIdChangeEvent changed) {
            ClientModel client = changed.getUpdatedClient();
            markOf(client, changed.getPreviousClientId()).ifPresent(mark -> {
                RealmModel realm = client.getRealm();
                marks.remove(realm, changed.getPreviousClientId());
                marks.put(realm, changed.getNewClientId(), mark);
            });
        }
    }

    private Optional<GatewayMark> markOf(ClientModel client, String clientId) {
        try {
            return marks.of(client.getRealm(), clientId)
                    .filter(mark -> mark.clientUuid().equals(client.getId()));
        } catch (InvalidGatewayException e) {
            // It lets nobody in, and the admin's list shows it.
            return Optional.empty();
        }
    }
}

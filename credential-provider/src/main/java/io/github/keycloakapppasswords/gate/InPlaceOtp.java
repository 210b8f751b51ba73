package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.proof.Factor;
import io.github.keycloakapppasswords.proof.FactorKind;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Keycloak's one-time password authenticator, asking on a page of ours that has Cancel and the other ways.
 *
 * <p><b>Security.</b> Only the given devices can be chosen. Keycloak's own takes any credential id from the form.
 */
final class InPlaceOtp extends OTPFormAuthenticator implements InPlaceAuthenticator {

    private static final String DEVICE = "selectedCredentialId";

    private final RequiredActionContext action;
    private final List<Factor> devices;
    private final GatePages pages;
    private final GateStep.AskForFactor step;

    InPlaceOtp(RequiredActionContext action, List<Factor> devices, GatePages pages, GateStep.AskForFactor step) {
        this.action = action;
        this.devices = devices.stream()
                .filter(factor -> FactorKind.OTP.type().equals(factor.type()))
                .toList();
        this.pages = pages;
        this.step = step;
    }

    @Override
    public boolean accepts(MultivaluedMap<String, String> fields) {
        String chosen = fields.getFirst(DEVICE);
        return chosen != null && isDevice(chosen);
    }

    @Override
    protected Response createLoginForm(LoginFormsProvider form) {
        String selected = Optional.ofNullable(
                        action.getHttpRequest().getDecodedFormParameters().getFirst(DEVICE))
                .filter(this::isDevice)
                .orElse(devices.get(0).credentialId());
        return pages.askForCode(
                form, step, devices.stream().map(d -> device(d, selected)).toList());
    }

    private boolean isDevice(String credentialId) {
        return devices.stream().anyMatch(device -> device.credentialId().equals(credentialId));
    }

    private Map<String, Object> device(Factor factor, String selected) {
        String id = factor.credentialId();
        return Map.of("id", id, "label", label(id), "selected", id.equals(selected));
    }

    private String label(String credentialId) {
        return action.getUser()
                .credentialManager()
                .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                .filter(stored -> credentialId.equals(stored.getId()))
                .map(CredentialModel::getUserLabel)
                .findFirst()
                .orElse("");
    }
}

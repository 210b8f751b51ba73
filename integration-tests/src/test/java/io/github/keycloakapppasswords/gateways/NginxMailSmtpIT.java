package io.github.keycloakapppasswords.gateways;

class NginxMailSmtpIT extends NginxMailContract {
    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    NginxMailGateway.Front front() {
        return NginxMailGateway.Front.SMTP;
    }
}

package io.github.keycloakapppasswords.gateways;

class NginxMailPop3IT extends NginxMailContract {
    @Override
    String protocol() {
        return "pop3";
    }

    @Override
    NginxMailGateway.Front front() {
        return NginxMailGateway.Front.POP3;
    }
}

package io.github.keycloakapppasswords.gateways;

/** A web server before {@link Radicale}. */
interface DavServer extends StockGateway {

    /** A request to this server, with a path that begins with a slash and is sent as it is. */
    Curl request(String path);

    @Override
    default Login login(String username, String password) {
        return new DavProgram(this).login(username, password);
    }
}

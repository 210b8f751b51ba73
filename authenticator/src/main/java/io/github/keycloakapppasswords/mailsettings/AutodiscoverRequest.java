package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.Utf8;
import jakarta.ws.rs.core.Response.Status;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what Outlook sends: {@code Autodiscover/Request} with {@code EMailAddress} and {@code AcceptableResponseSchema}.
 *
 * <p><b>Security.</b> Anybody may send it. More than {@value #LONGEST_BYTES} bytes are refused, a document type is refused
 * before anything is parsed, elements in more than {@value #DEEPEST} levels are refused, and the parser of the JDK is used with
 * entities and document types off: so nothing is fetched, no file is read, and nothing grows. No message repeats the document.
 */
final class AutodiscoverRequest {

    static final String ADDRESS = "EMailAddress";
    static final String SCHEMA = "AcceptableResponseSchema";

    private static final int LONGEST_BYTES = 8 * 1024;
    private static final int DEEPEST = 8;
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final String WITHIN = "/Autodiscover/Request/";
    private static final XMLInputFactory FACTORY = factory();

    private AutodiscoverRequest() {}

    /**
     * The address for which settings are wanted.
     *
     * @throws InvalidRequestException naming the element that is missing or wrong
     */
    static MailAddress address(byte[] body) {
        if (body.length > LONGEST_BYTES) {
            throw new InvalidRequestException(
                    Status.REQUEST_ENTITY_TOO_LARGE, null, "The body is longer than " + LONGEST_BYTES + " bytes.");
        }
        Map<String, String> values = parse(body);
        MailAddress address = MailAddress.of(ADDRESS, values.get(ADDRESS));
        if (!Autodiscover.OUTLOOK.equals(values.get(SCHEMA))) {
            throw new InvalidRequestException(
                    SCHEMA, SCHEMA + " must be " + Autodiscover.OUTLOOK + ": other settings are not served here.");
        }
        return address;
    }

    private static Map<String, String> parse(byte[] body) {
        String text = Utf8.decode(body)
                .orElseThrow(() -> new InvalidRequestException(null, "The body is not text in UTF-8."));
        if (text.contains("<!DOCTYPE")) {
            throw new InvalidRequestException(null, "The XML must not have a document type or an entity.");
        }
        try {
            return elements(FACTORY.createXMLStreamReader(
                    new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)));
        } catch (XMLStreamException e) {
            // not its message, which repeats the document
            throw new InvalidRequestException(null, "The body is not well-formed XML.");
        }
    }

    private static Map<String, String> elements(XMLStreamReader xml) throws XMLStreamException {
        Map<String, String> values = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        path.push("");
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    // the path of the document is one entry
                    if (path.size() > DEEPEST) {
                        throw new InvalidRequestException(
                                null, "The XML has elements in more than " + DEEPEST + " levels.");
                    }
                    path.push(path.peek() + "/" + xml.getLocalName());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String element = path.pop();
                    if (element.equals(WITHIN + xml.getLocalName())
                            && values.put(xml.getLocalName(), text.toString().strip()) != null) {
                        String name = xml.getLocalName();
                        // another name comes from the document
                        throw new InvalidRequestException(
                                name.equals(ADDRESS) || name.equals(SCHEMA) ? name : null,
                                "An element of the request occurs twice.");
                    }
                    text.setLength(0);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new InvalidRequestException(null, "The XML must not have a document type or an entity.");
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        return values;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }
}

package io.github.keycloakapppasswords.appleprofile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes Apple's property lists in XML.
 *
 * <p><b>Security.</b> Every text is escaped by the writer of the JDK, whatever other writer is on the server's class path.
 */
final class PropertyList {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
    private static final String DOCUMENT_TYPE = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";

    private final XMLStreamWriter writer;

    private PropertyList(XMLStreamWriter writer) {
        this.writer = writer;
    }

    /**
     * Writes a dictionary.
     *
     * @param dictionary of texts, whole numbers, truth values, and lists of dictionaries
     */
    static byte[] of(Map<String, Object> dictionary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writer.writeDTD(DOCUMENT_TYPE);
            writer.writeStartElement("plist");
            writer.writeAttribute("version", "1.0");
            new PropertyList(writer).write(dictionary);
            writer.writeEndElement();
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A property list could not be written to memory.", e);
        }
        return bytes.toByteArray();
    }

    private void write(Object value) throws XMLStreamException {
        if (value instanceof Map<?, ?> dictionary) {
            writer.writeStartElement("dict");
            for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
                element("key", String.valueOf(entry.getKey()));
                write(entry.getValue());
            }
            writer.writeEndElement();
        } else if (value instanceof List<?> list) {
            writer.writeStartElement("array");
            for (Object element : list) {
                write(element);
            }
            writer.writeEndElement();
        } else if (value instanceof Boolean truth) {
            writer.writeEmptyElement(truth ? "true" : "false");
        } else {
            element(value instanceof Integer ? "integer" : "string", String.valueOf(value));
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(text);
        writer.writeEndElement();
    }
}

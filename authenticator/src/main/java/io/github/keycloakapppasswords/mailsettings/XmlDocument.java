package io.github.keycloakapppasswords.mailsettings;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes XML.
 *
 * <p><b>Security.</b> Every text and attribute is escaped by the writer of the JDK, whatever other writer is on the server's
 * class path.
 */
final class XmlDocument {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    private XmlDocument() throws XMLStreamException {
        writer = FACTORY.createXMLStreamWriter(text);
    }

    /** Writes the content of an element. */
    interface Content {
        void write(XmlDocument document) throws XMLStreamException;
    }

    /** A whole document. */
    static String of(Content content) {
        try {
            XmlDocument document = new XmlDocument();
            document.writer.writeStartDocument("UTF-8", "1.0");
            content.write(document);
            document.writer.writeEndDocument();
            document.writer.close();
            return document.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written to memory.", e);
        }
    }

    void element(String name, String value) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(value);
        writer.writeEndElement();
    }

    /** An element with one attribute, or a namespace for an attribute {@code xmlns}. */
    void element(String name, String attribute, String value, Content content) throws XMLStreamException {
        writer.writeStartElement(name);
        if (attribute.equals("xmlns")) {
            writer.writeDefaultNamespace(value);
        } else {
            writer.writeAttribute(attribute, value);
        }
        content.write(this);
        writer.writeEndElement();
    }

    void element(String name, Content content) throws XMLStreamException {
        writer.writeStartElement(name);
        content.write(this);
        writer.writeEndElement();
    }
}

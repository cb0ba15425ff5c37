using System.Text;
using System.Xml;

namespace Sealift.Sites.Importing;

/// <summary>
/// An element of an XML file with what is in it. XDocument would bring the writing of XML into the command, which never writes any.
/// </summary>
internal sealed class XmlBranch
{
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private StringBuilder? _text;

    private XmlBranch(XmlReader reader)
    {
        Name = reader.LocalName;
        while (reader.MoveToNextAttribute()) _attributes[reader.LocalName] = reader.Value;
        reader.MoveToElement();
    }

    public string Name { get; }

    /// <summary>Its text, without that of the elements in it.</summary>
    public string Text => _text?.ToString() ?? "";

    public List<XmlBranch> Branches { get; } = [];

    public string? Attribute(string name) => _attributes.GetValueOrDefault(name);

    public XmlBranch? Find(string name) => Branches.Find(branch => branch.Name == name);

    /// <summary>Reads a whole file. The depth is bounded before anything is kept: a tree of a million levels cannot be walked.</summary>
    /// <param name="reader">At the beginning of the file.</param>
    /// <param name="maxDepth">The most levels.</param>
    /// <param name="tooDeep">Makes the exception for the line where the file goes deeper.</param>
    /// <exception cref="XmlException">The file is not well-formed.</exception>
    public static XmlBranch Read(XmlReader reader, int maxDepth, Func<int, Exception> tooDeep)
    {
        reader.MoveToContent();
        var root = new XmlBranch(reader);
        var open = new Stack<XmlBranch>();
        var isEmpty = reader.IsEmptyElement;
        open.Push(root);
        while (!isEmpty && reader.Read() && open.Count > 0)
        {
            if (reader.Depth > maxDepth) throw tooDeep(((IXmlLineInfo)reader).LineNumber);
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var branch = new XmlBranch(reader);
                    open.Peek().Branches.Add(branch);
                    if (!reader.IsEmptyElement) open.Push(branch);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    // Comments may cut a text into millions of pieces.
                    (open.Peek()._text ??= new StringBuilder()).Append(reader.Value);
                    break;
            }
        }

        // What follows the root must be well-formed too.
        while (reader.Read())
        {
        }

        return root;
    }
}

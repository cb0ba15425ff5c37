namespace Sealift.App.Files.Texts;

/// <summary>How the letters of a text file are written.</summary>
public enum TextEncodingKind
{
    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>UTF-8 with a byte order mark.</summary>
    Utf8WithMark,

    /// <summary>UTF-16, little end first, with a byte order mark.</summary>
    Utf16,

    /// <summary>UTF-16, big end first, with a byte order mark.</summary>
    Utf16BigEndian,

    /// <summary>ISO 8859-1, a byte a letter: what is no UTF-8 is read as this, and every byte comes back as it was.</summary>
    Latin1,
}

namespace Sealift.Cli.Tracing;

/// <summary>What a session is drawn as.</summary>
internal enum TraceFormat
{
    /// <summary>Characters.</summary>
    Text,

    /// <summary>A picture.</summary>
    Svg,

    /// <summary>A page with the picture, details and a filter.</summary>
    Html,

    /// <summary>A recording, one object a line.</summary>
    Json,

    /// <summary>A Mermaid sequence diagram.</summary>
    Mermaid,

    /// <summary>A ZIP archive for whoever helps: recording, pictures, versions, settings, certificate.</summary>
    Bundle,
}

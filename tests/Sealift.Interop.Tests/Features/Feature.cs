namespace Sealift.Interop.Tests.Features;

/// <summary>Something that a server can or cannot do, and how to find out by doing it.</summary>
/// <param name="Area">The heading it stands under.</param>
/// <param name="Name">Its name in the table.</param>
/// <param name="Try">Uses it; an outcome other than success is returned, a wrong result throws.</param>
/// <param name="Variant">Which instance of a server is asked first, where there is one: "implicit", "open" or "cert".</param>
public sealed record Feature(string Area, string Name, Func<FeatureRun, Task<FeatureOutcome>> Try, string? Variant = null);

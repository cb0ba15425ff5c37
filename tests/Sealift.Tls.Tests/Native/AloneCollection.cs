namespace Sealift.Tls.Tests.Native;

/// <summary>Tests that count what the whole process holds, and so run alone.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

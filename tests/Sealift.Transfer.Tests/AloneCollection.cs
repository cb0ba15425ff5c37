namespace Sealift.Transfer.Tests;

/// <summary>Tests that measure the process, and so run alone.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

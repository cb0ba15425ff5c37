namespace Sealift.Fuzz;

/// <summary>Something that must hold for every input does not hold for this one.</summary>
internal sealed class FuzzFailureException(string message) : Exception(message);

namespace Sealift.Transfer.Running;

/// <summary>The source is not what it was when the attempt began.</summary>
internal sealed class SourceChangedException(string message) : Exception(message);

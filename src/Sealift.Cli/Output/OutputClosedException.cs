namespace Sealift.Cli.Output;

/// <summary>The reader of stdout went away, as "head" does when it has seen enough. Nothing is wrong, and nothing more is of use.</summary>
internal sealed class OutputClosedException() : IOException("The reader of the output went away.");

using System.CommandLine;

namespace Sealift.Cli.CommandLine;

/// <summary>A command that only has commands below it, and its page of the manual.</summary>
internal abstract class CommandGroup(string name, string summary) : Command(name, summary)
{
    /// <summary>What the help says after the usage; paragraphs.</summary>
    public virtual IReadOnlyList<string> Details => [];

    /// <summary>Command lines to copy, each with a remark.</summary>
    public abstract IReadOnlyList<(string Line, string Remark)> Examples { get; }
}

namespace Sealift.Fuzz;

/// <summary>One parser and what must hold of it for every input at all.</summary>
internal abstract class FuzzTarget
{
    /// <summary>What the program and the directory of its corpus call it.</summary>
    public abstract string Name { get; }

    /// <summary>Words of the grammar: what a mutation puts in, and AFL's dictionary.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>
    /// How many bytes it may allocate for each byte of input, with everything that is checked beside the parser. Memory that grows faster than
    /// the input shows here, whatever the machine is busy with.
    /// </summary>
    public virtual int MemoryPerByte => 2_000;

    /// <summary>Reads the input and checks what must hold. Returns for input that is refused in the documented way.</summary>
    /// <param name="input">Any bytes.</param>
    /// <exception cref="FuzzFailureException">Something that must hold does not. Any other exception is a failure, too.</exception>
    public abstract void Run(ReadOnlySpan<byte> input);
}

namespace Sealift.TestKit;

/// <summary>The client did something other than the script says.</summary>
public sealed class ScriptMismatchException : Exception
{
    /// <summary>With an explanation.</summary>
    public ScriptMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>With an explanation and a cause.</summary>
    public ScriptMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

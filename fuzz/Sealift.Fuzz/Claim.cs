using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sealift.Fuzz;

/// <summary>Says what must hold.</summary>
internal static class Claim
{
    /// <summary>Fails unless it holds; the message is the condition as it is written.</summary>
    public static void Holds([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string words = "")
    {
        if (!condition) throw new FuzzFailureException(words);
    }

    /// <summary>Fails unless both texts are the same.</summary>
    public static void Same(string? expected, string? actual, [CallerArgumentExpression(nameof(actual))] string words = "")
    {
        if (expected != actual) throw new FuzzFailureException($"{words} is \"{actual}\" and not \"{expected}\"");
    }
}

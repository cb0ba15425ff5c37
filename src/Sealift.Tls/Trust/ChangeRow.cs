namespace Sealift.Tls.Trust;

/// <summary>One line of the comparison of a known certificate with the one that a server presents.</summary>
/// <param name="What">What is compared, a word: "pin", "subject".</param>
/// <param name="Known">What was trusted.</param>
/// <param name="Presented">What is presented now.</param>
public sealed record ChangeRow(string What, string Known, string Presented);

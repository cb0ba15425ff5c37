namespace Sealift.Client;

/// <summary>One thing that a session does differently with a family of servers.</summary>
/// <param name="Name">What is changed, such as "pipelining".</param>
/// <param name="Value">To what, as text.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Source">Where that is known from: a measurement, a manual, a report.</param>
public sealed record ServerProfileRule(string Name, string Value, string Reason, string Source);

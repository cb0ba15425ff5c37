namespace Sealift.Doctor.Tests.Faults;

/// <summary>Tests that write to the same real servers and look for what was left there, and so run one after the other.</summary>
[CollectionDefinition(nameof(RealServersCollection))]
public sealed class RealServersCollection;

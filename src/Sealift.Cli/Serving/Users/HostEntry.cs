namespace Sealift.Cli.Serving.Users;

/// <summary>A virtual host as the file has it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Certificate">The file of its certificate; null presents the server's.</param>
/// <param name="Key">The file of its key, if that has its own.</param>
/// <param name="Line">The line where it is named first, from 1.</param>
internal sealed record HostEntry(string Name, string? Certificate, string? Key, int Line);

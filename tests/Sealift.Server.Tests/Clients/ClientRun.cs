using Xunit.Sdk;

namespace Sealift.Server.Tests.Clients;

/// <summary>One client in one mode: tries each thing, and remembers what came of it.</summary>
internal sealed class ClientRun(ServedClient client, ClientPlace place)
{
    private readonly List<string> _failures = [];

    /// <summary>Tries one thing, unless the client lacks the operation it needs.</summary>
    public async Task TryAsync(string feature, Func<ClientPlace, Task> work, string? operation = null)
    {
        var outcome = "-";
        if (operation is null || !client.Lacks.Contains(operation))
        {
            try
            {
                await work(place);
                outcome = "yes";
            }
            catch (Exception e) when (e is ClientFailedException or XunitException or IOException)
            {
                outcome = "no";
                _failures.Add($"{feature}: {e.Message}\n{string.Join('\n', place.Server.Log.Lines.TakeLast(30))}");
            }
        }

        // For eng/clients-table.sh.
        if (Environment.GetEnvironmentVariable("SEALIFT_CLIENTS") is { Length: > 0 } file)
            await File.AppendAllTextAsync(file, $"{client.Name}|{place.Mode}|{client.Needs}|{feature}|{outcome}\n");
    }

    public void AssertAll() => Assert.True(_failures.Count == 0, string.Join("\n", _failures));
}

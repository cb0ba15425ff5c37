using System.Diagnostics;

namespace Sealift.Server.Tests.Clients;

/// <summary>A client of somebody else, as a user runs it. What it does not have, it says.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Program">The program in /usr/bin.</param>
/// <param name="Package">The Debian package that has it.</param>
internal abstract record ServedClient(string Name, string Program, string Package)
{
    /// <summary>The modes it has.</summary>
    public virtual IReadOnlyList<string> Modes => ["explicit", "implicit"];

    /// <summary>What it cannot do, by its own nature.</summary>
    public virtual IReadOnlyList<string> Lacks => [];

    /// <summary>What the server must relax for it, in the words of its options; null for nothing.</summary>
    public virtual string? Needs => null;

    /// <summary>Why it cannot run on this machine; null where it can.</summary>
    public virtual string? Missing => File.Exists("/usr/bin/" + Program) ? null : $"{Program} is not installed: apt-get install {Package}";

    /// <summary>Gives the process what it needs besides its command line.</summary>
    public virtual void Prepare(ProcessStartInfo start)
    {
        // Most need nothing.
    }

    /// <summary>Runs one operation and returns what it wrote to stdout.</summary>
    /// <exception cref="ClientFailedException">It failed.</exception>
    public virtual async Task<string> RunAsync(ClientPlace place, string operation, params string[] arguments)
    {
        var (program, words, input) = Command(place, operation, arguments, await PasswordAsync());
        var (exitCode, output, errors) = await PeerProcess.RunAsync(program, place.Bound, input, words, Prepare);
        return exitCode == 0 || AcceptsExit(operation, exitCode) ? output : throw new ClientFailedException($"{Name} {operation}: exit {exitCode}: {errors} {output}");
    }

    /// <summary>The password in the form that the program takes.</summary>
    protected virtual ValueTask<string> PasswordAsync() => ValueTask.FromResult(TestServer.Password);

    protected virtual bool AcceptsExit(string operation, int exitCode) => false;

    protected abstract (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password);
}

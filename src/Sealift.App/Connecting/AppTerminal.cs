using System.Text;
using Sealift.App.Asking;
using Sealift.App.Live;
using Sealift.App.Start;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;

namespace Sealift.App.Connecting;

/// <summary>Stands for the terminal of the classes that are shared with the command: what they say goes to the log, what they ask to the person.</summary>
internal sealed class AppTerminal : IDisposable
{
    private readonly SampleServer _practice;

    public AppTerminal(Person person, EventLog log, SampleServer practice)
    {
        _practice = practice;
        Terminal = Terminal.Of(person, new LogWriter(line => Say(log, line)));
        Vault = new VaultAccess(Terminal, passphraseFile: null);
    }

    /// <summary>What the shared classes are given.</summary>
    public Terminal Terminal { get; }

    /// <summary>The vault, which is unlocked once.</summary>
    public VaultAccess Vault { get; }

    /// <summary>What was typed and accepted while the app runs, so that no job of the queue asks again for what a pane was opened with.</summary>
    public TypedPasswords Typed { get; } = new();

    /// <summary>What is known of a server that the app itself runs, as if it were typed; null for any other.</summary>
    public ConnectionSettings? Known(RemoteLocation location) => _practice.Find(location);

    public void Dispose() => Terminal.Dispose();

    private static void Say(EventLog log, string line)
    {
        const string Warning = "warning: ";
        var isWarning = line.StartsWith(Warning, StringComparison.Ordinal);
        var text = isWarning ? line[Warning.Length..] : line;
        log.Add(isWarning ? LogLevel.Warning : LogLevel.Information, "sealift", text);
    }

    private sealed class LogWriter(Action<string> say) : TextWriter
    {
        private readonly StringBuilder _line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value != '\n')
            {
                if (value != '\r') _line.Append(value);
                return;
            }

            var line = _line.ToString();
            _line.Clear();
            if (line.Length > 0) say(line);
        }
    }
}

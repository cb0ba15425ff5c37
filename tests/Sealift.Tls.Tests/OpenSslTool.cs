using System.Diagnostics;

namespace Sealift.Tls.Tests;

/// <summary>A run of the <c>openssl</c> program as a peer that is not ours, bounded in time.</summary>
internal sealed class OpenSslTool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly CancellationTokenSource _limit = new(Patience);

    private OpenSslTool(Process process) => _process = process;

    public StreamWriter Input => _process.StandardInput;

    public static OpenSslTool Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new OpenSslTool(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Skip($"the openssl program cannot be started: {e.Message}");
            throw;
        }
    }

    /// <summary>The next line of output that begins so.</summary>
    public async Task<string> ReadLineAsync(string beginning)
    {
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        }

        throw new InvalidOperationException(
            $"openssl ended without a line \"{beginning}…\": {await _process.StandardError.ReadToEndAsync(_limit.Token)}");
    }

    /// <summary>Ends its input and returns all it still writes.</summary>
    public async Task<string> FinishAsync()
    {
        Input.Close();
        var output = _process.StandardOutput.ReadToEndAsync(_limit.Token);
        var errors = _process.StandardError.ReadToEndAsync(_limit.Token);
        await _process.WaitForExitAsync(_limit.Token);
        return await output + await errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _limit.Dispose();
    }
}

using Sealift.Cli.Output;

namespace Sealift.Cli.Demo;

/// <summary>What the demo says, each with whether it held.</summary>
internal sealed class Claims(Terminal terminal)
{
    private const string Green = "\e[32m";
    private const string Red = "\e[1;31m";
    private const string Reset = "\e[0m";

    private int _kept;
    private int _broken;

    public int Count => _kept + _broken;

    /// <summary>Whether every claim held, and there was one.</summary>
    public bool AllHold => _broken == 0 && _kept > 0;

    public void Check(string claim, bool holds)
    {
        if (holds) _kept++;
        else _broken++;
        var mark = holds ? "ok   " : "WRONG";
        if (terminal.UsesColour) mark = (holds ? Green : Red) + mark + Reset;
        terminal.Out.WriteLine($"  {mark}  {claim}");
    }

    /// <summary>Checks that something is refused in the right way.</summary>
    public async Task CheckRefusedAsync<TException>(string claim, Func<Task> attempt)
        where TException : Exception
    {
        try
        {
            await attempt();
            Check(claim, holds: false);
        }
        catch (TException e)
        {
            Check($"{claim}: {e.Message.ReplaceLineEndings(" ")}", holds: true);
        }
    }
}

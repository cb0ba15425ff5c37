using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.CommandLine.Completing;

/// <summary>Prints what a shell needs to complete the words of a sealift command line.</summary>
internal sealed class CompletionCommand : SealiftCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or powershell." };

    public CompletionCommand(Terminal terminal)
        : base(terminal, "completion", "print the completion script of a shell")
    {
        _shell.AcceptOnlyFromAmong([.. ShellScripts.All.Keys]);
        Arguments.Add(_shell);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Completes commands, options, their values, the names of saved sites and local files. Nothing is asked of a server.",
        "bash: add the first example to ~/.bashrc. zsh: put the script into a folder of $fpath as _sealift, and start a new shell. fish: put it into "
        + "~/.config/fish/completions/sealift.fish. PowerShell: add the last example to $PROFILE.",
        "The scripts ask \"sealift completion --for =WORD…\" for each completion, so they stay right when sealift is updated.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("eval \"$(sealift completion bash)\"", "in ~/.bashrc"),
        ("sealift completion zsh > ~/.zfunc/_sealift", "with fpath+=(~/.zfunc) before compinit in ~/.zshrc"),
        ("sealift completion fish > ~/.config/fish/completions/sealift.fish", "fish loads it by itself"),
        ("sealift completion powershell | Out-String | Invoke-Expression", "in $PROFILE"),
    ];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Terminal.Out.Write(ShellScripts.All[arguments.GetRequiredValue(_shell)]);
        return Task.FromResult(ExitCode.Ok);
    }
}

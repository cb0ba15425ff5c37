using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Serving;
using Sealift.Cli.Serving.Users;
using Sealift.Core;
using Sealift.Server;
using Sealift.Sites;

namespace Sealift.Cli.Commands.Serving;

/// <summary>A command that works on a file of users.</summary>
internal abstract class ServeUserCommand : SealiftCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The file of users, as --users of \"serve\" takes it." };

    protected ServeUserCommand(Terminal terminal, string name, string summary)
        : base(terminal, name, summary)
    {
        Arguments.Add(_file);
    }

    protected Option<string?> Host { get; } = new("--host") { HelpName = "NAME", Description = "The virtual host whose user is meant. Default: the server itself." };

    protected Option<string?> PasswordFile { get; } = new("--password-file") { HelpName = "FILE", Description = "The password is the first line of this file; - reads it from stdin. Then SEALIFT_PASSWORD; then it is asked for; else one is generated and shown." };

    protected static Argument<string> UserName(string description = "The user's name.") => new("NAME") { Description = description };

    protected UserFileStore Store(ParseResult arguments) => new(arguments.GetRequiredValue(_file));

    /// <summary>The user that is named.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    protected static UserEntry Get(UserFile file, string? host, string name)
    {
        if (file.Find(host, name) is { } user) return user;
        var nearest = NearestName.Of(name, file.Users.Where(user => UserReader.SameHost(user.Host, host)).Select(user => user.Name));
        throw CommandException.Usage(
            $"there is no user {name}{(host is null ? "" : $" of {host}")} in the file.",
            nearest is null ? "\"sealift serve user ls FILE\" shows who is there." : $"Did you mean {TerminalText.Escape(nearest)}?");
    }

    /// <summary>A new password: from --password-file, the environment or a prompt, or a generated one.</summary>
    protected async ValueTask<(string Password, bool IsGenerated)> PasswordAsync(ParseResult arguments, string name, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(PasswordFile) is { } file)
            return (Checked(await SecretFile.ReadAsync(file, stdinIsData: false, cancellationToken)), false);
        if (Environment.GetEnvironmentVariable(PasswordSource.Variable) is { Length: > 0 } given) return (Checked(given), false);
        if (!Terminal.CanAsk) return (GeneratedPassword.Create(), true);
        var answer = await Question.AskSecretAsync(Terminal, $"New password of {name} (empty: generate one): ", cancellationToken)
            ?? throw new OperationCanceledException("Nothing was given.", cancellationToken);
        if (answer.Length == 0) return (GeneratedPassword.Create(), true);
        var again = await Question.AskSecretAsync(Terminal, "Once more: ", cancellationToken);
        return again == answer
            ? (Checked(answer), false)
            : throw CommandException.Usage("the two passwords differ; nothing was changed.", "Try again.");
    }

    protected static string Hash(string password) => FtpPassword.Hash(password);

    /// <summary>Shows a password that was generated: once, here, and nowhere else.</summary>
    protected void ShowGenerated(string password) => Terminal.Out.WriteLine($"password  {password}");

    private static string Checked(string password) => password.Any(char.IsControl)
        ? throw CommandException.Usage("the password contains a control character; nothing was changed.", "Check where it comes from, for example a stray line end.")
        : password;
}

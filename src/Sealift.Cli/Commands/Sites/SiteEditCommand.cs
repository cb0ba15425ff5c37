using System.CommandLine;
using System.CommandLine.Completions;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Changes a site.</summary>
internal sealed class SiteEditCommand : SiteCommand
{
    private static readonly IReadOnlyList<ConnectionSetting> Own = [.. SiteKeys.Own.Where(key => key != SiteKeys.Secrets)];

    private readonly Argument<string> _name = SavedName();
    private readonly Argument<string?> _url = new("URL") { Arity = ArgumentArity.ZeroOrOne, Description = "Another address: it takes the place of host, port, mode, user (if it names one) and path." };
    private readonly Option<string[]> _unset = new("--unset") { HelpName = "KEY", Description = "Forget this key, for example --unset tls-max; its default holds again. May be given again.", CompletionSources = { _ => SiteKeys.All.Select(key => new CompletionItem(key.Name)) } };
    private readonly SettingOptions _own = new(Own);
    private readonly SettingOptions _settings = new([.. KnownSettings.All.Where(setting => setting.IsSaved)]);

    public SiteEditCommand(Terminal terminal)
        : base(terminal, "edit", "change what is saved about a site")
    {
        Arguments.Add(_name);
        Arguments.Add(_url);
        _own.AddTo(this);
        Options.Add(_unset);
        _settings.AddTo(this);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Only the lines of this site that change are rewritten; comments and everything else in the file stay. The file may also be edited by hand: "
        + "every option here is a key there, without its dashes (tls-max = \"1.2\", insecure = true, timeout = 30, pin = [\"sha256//…\"]).",
        "A list such as --pin takes the place of the whole list. A saved password is used only for the host and port that it was saved for.",
    ];

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [("Connection, login and trust", _settings.All)];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site edit printer --tls-max 1.2 --timeout 30", "for an old server"),
        ("sealift site edit printer ftps://alice@new.example.org/inbox/", "it moved, and has implicit TLS now"),
        ("sealift site edit printer --unset tls-max", "the default again"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = Get(arguments.GetRequiredValue(_name)).Name;
        var typed = SiteAddress.ForFile(_own.Read(arguments).Over(_settings.Read(arguments)));
        var unset = (arguments.GetValue(_unset) ?? []).Select(Key).ToList();
        var url = arguments.GetValue(_url) is { } text ? SiteAddress.Read(text) : null;
        if (url?.Password is not null) throw CommandException.Usage("the URL has a password, which is not saved in a file that anybody can read.", $"Leave it out; \"sealift site passwd {name}\" saves one in the vault.");
        if (url is null && unset.Count == 0 && !typed.Present.Any())
            throw CommandException.Usage("nothing to change was named.", $"Name options, or edit the file: {Store.Path}");

        await Store.ChangeAsync(
            file =>
            {
                var site = file.Find(name) ?? throw CommandException.Usage($"the site {name} was removed meanwhile.", "\"sealift site ls\" shows what is there.");
                if (url is not null) site = site.At(url);
                site = site.With(typed.Over(site.Values));
                foreach (var key in unset) site = site.With(site.Values.Without(key));
                return file.With(site);
            },
            cancellationToken);
        Terminal.WriteRemark($"{name} is changed ({Store.Path}).");
        return ExitCode.Ok;
    }

    private static ConnectionSetting Key(string name)
    {
        var key = SiteKeys.Find(name.TrimStart('-'));
        if (key == SiteKeys.Host || key == SiteKeys.Secrets)
            throw CommandException.Usage($"{key.Name} cannot be forgotten.", key == SiteKeys.Host ? "A site needs a host; --host names another." : "\"sealift site passwd NAME --forget\" does that.");
        return key ?? throw CommandException.Usage(
            $"there is no key {name}.", $"The nearest known key is {NearestName.Of(name, SiteKeys.All.Select(known => known.Name))}.");
    }
}

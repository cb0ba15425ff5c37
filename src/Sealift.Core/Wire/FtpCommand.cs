using System.Buffers;
using System.Text;

namespace Sealift.Core.Wire;

/// <summary>One command of a session (RFC 959 section 5.3). A command that exists is one line: it cannot carry another.</summary>
public sealed class FtpCommand
{
    private const int MaxVerbLength = 16;
    private const byte Iac = 0xFF;

    /// <summary>Creates a command.</summary>
    /// <param name="verb">1 to 16 ASCII letters or digits, in any case.</param>
    /// <param name="argument">What follows the space; <see langword="null"/> for a command without an argument.</param>
    /// <exception cref="ArgumentException">
    /// The verb is none, or the argument has a control character (U+0000 to U+001F, U+007F) or half of a surrogate pair.
    /// </exception>
    public FtpCommand(string verb, string? argument = null)
    {
        ArgumentNullException.ThrowIfNull(verb);
        if (!IsVerb(verb))
            throw new ArgumentException("A command is 1 to 16 letters or digits; nothing was sent.", nameof(verb));
        if (argument is not null && !IsArgument(argument))
            throw new ArgumentException("The argument contains a control character or invalid Unicode; nothing was sent.", nameof(argument));
        Verb = verb.ToUpperInvariant();
        Argument = argument;
    }

    /// <summary>Creates a command about a path.</summary>
    /// <param name="verb">1 to 16 ASCII letters or digits, in any case.</param>
    /// <param name="path">
    /// The path. For LIST, NLST and STAT, where servers look for options, a relative path that begins with '-' is sent as "./-…".
    /// </param>
    /// <exception cref="ArgumentException">The verb is none.</exception>
    public FtpCommand(string verb, FtpPath path)
        : this(verb, PathArgument(verb, path))
    {
    }

    /// <summary>The command word in upper case.</summary>
    public string Verb { get; }

    /// <summary>What follows the space, or <see langword="null"/>.</summary>
    public string? Argument { get; }

    /// <summary>Whether the argument is a secret (PASS, ACCT, ADAT, SITE PSWD and its like) that no log may show.</summary>
    public bool IsSecret => Verb is "PASS" or "ACCT" or "ADAT" || (Verb == "SITE" && IsSecretSite(SiteWord()));

    /// <summary>Writes the command line with its CRLF. Either the whole line is written or nothing.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="encoding">The encoding of the session, usually UTF-8 (RFC 2640).</param>
    /// <param name="doubling">Whether 0xFF is doubled; always by default, as the RFC has it.</param>
    /// <exception cref="ArgumentException">
    /// The encoding cannot express the argument exactly, or its bytes would contain a control byte. Nothing was written.
    /// </exception>
    public void WriteTo(IBufferWriter<byte> output, Encoding encoding, TelnetDoubling doubling = TelnetDoubling.Always)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(encoding);
        var argument = Argument is null ? [] : Encode(Argument, encoding);

        // RFC 959 section 4.1 and RFC 854: the control connection is a Telnet stream, 0xFF in data is doubled.
        var doubled = argument.AsSpan().Count(Iac);
        var length = Verb.Length + (Argument is null ? 0 : 1) + argument.Length + doubled + 2;
        var line = output.GetSpan(length);
        var at = Encoding.ASCII.GetBytes(Verb, line);
        if (Argument is not null)
            line[at++] = (byte)' ';
        for (var i = 0; i < argument.Length; i++)
        {
            line[at++] = argument[i];
            if (argument[i] == Iac && IsDoubled(argument.AsSpan(i + 1), doubling))
                line[at++] = Iac;
        }

        line[at++] = (byte)'\r';
        line[at++] = (byte)'\n';
        output.Advance(at);
    }

    /// <summary>The command for people: a secret argument is shown as "***".</summary>
    public override string ToString()
    {
        if (Argument is null)
            return Verb;
        if (!IsSecret)
            return $"{Verb} {Argument}";
        return Verb == "SITE" ? $"SITE {SiteWord().ToString().ToUpperInvariant()} ***" : $"{Verb} ***";
    }

    internal static bool IsVerb(ReadOnlySpan<char> verb)
    {
        if (verb.Length is 0 or > MaxVerbLength)
            return false;
        foreach (var c in verb)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }

        return true;
    }

    internal static bool IsArgument(string argument) =>
        !argument.AsSpan().ContainsAnyInRange('\0', '\x1F') && !argument.Contains('\x7F')
        && !FtpUrlEncoding.HasLoneSurrogate(argument);

    // RFC 854: IAC is followed by a command from 0xF0 on; before anything else it can only be data.
    private static bool IsDoubled(ReadOnlySpan<byte> next, TelnetDoubling doubling) =>
        doubling == TelnetDoubling.Always || (doubling == TelnetDoubling.WhereNeeded && next is [>= 0xF0, ..]);

    private static byte[] Encode(string argument, Encoding encoding)
    {
        var own = encoding as FtpTextEncoding;
        var bytes = own is null ? encoding.GetBytes(argument) : own.Encode(argument);
        // An encoder that cuts characters makes line feeds out of harmless letters (U+010A), so the bytes are checked as well.
        if (bytes.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1F) || bytes.AsSpan().Contains((byte)0x7F))
            throw new ArgumentException("The encoded argument contains a control byte; nothing was sent.", nameof(encoding));
        // One that replaces characters would name another file; FtpTextEncoding never does.
        if (own is null && encoding.CodePage != Encoding.UTF8.CodePage && encoding.GetString(bytes) != argument)
            throw new ArgumentException("The encoding of the session cannot express the argument; nothing was sent.", nameof(encoding));
        return bytes;
    }

    private static string PathArgument(string verb, FtpPath path)
    {
        ArgumentNullException.ThrowIfNull(verb);
        ArgumentNullException.ThrowIfNull(path);
        var text = path.ToString();
        var readsOptions = verb.ToUpperInvariant() is "LIST" or "NLST" or "STAT";
        return readsOptions && text[0] == '-' ? "./" + text : text;
    }

    private static bool IsSecretSite(ReadOnlySpan<char> word) =>
        word.Equals("PSWD", StringComparison.OrdinalIgnoreCase)
        || word.Equals("PASSWD", StringComparison.OrdinalIgnoreCase)
        || word.Equals("PASSWORD", StringComparison.OrdinalIgnoreCase)
        || word.Equals("PASS", StringComparison.OrdinalIgnoreCase)
        || word.Equals("CHPASS", StringComparison.OrdinalIgnoreCase);

    private ReadOnlySpan<char> SiteWord()
    {
        var words = Argument.AsSpan().TrimStart(' ');
        var space = words.IndexOf(' ');
        return space < 0 ? words : words[..space];
    }
}

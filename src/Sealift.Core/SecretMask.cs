using System.Text;
using Sealift.Core.Masking;

namespace Sealift.Core;

/// <summary>
/// The secrets of a session, so that text of a peer that repeats one can be shown without it. A secret is found as it is, in any case of its
/// letters, and written in percent, backslash, JSON or HTML escapes, in hexadecimal, in base64 and base64url at any place of a longer text, as
/// UTF-8, Latin-1 or UTF-16, and broken over the lines of a reply. May be used by several threads.
/// </summary>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    /// <summary>
    /// The fewest characters, 4, that a secret has for <see cref="Add"/> to remember it: a shorter one is in too many harmless words, and
    /// where they are masked tells what it is.
    /// </summary>
    public const int ShortestSecret = 4;

    /// <summary>
    /// The fewest characters, 8, of a secret that is masked where text is read for what it says, such as paths and listings: a shorter one
    /// may well be a word of a name.
    /// </summary>
    public const int ShortestInNames = 8;

    private readonly Lock _gate = new();
    private SecretForms[] _secrets = [];

    /// <summary>Remembers a secret. One that is shorter than <see cref="ShortestSecret"/>, or known already, changes nothing.</summary>
    /// <param name="secret">The secret; null for none.</param>
    public void Add(string? secret)
    {
        if (secret is null || secret.Length < ShortestSecret) return;
        lock (_gate)
        {
            if (!Array.Exists(_secrets, known => known.Secret == secret)) Volatile.Write(ref _secrets, [.. _secrets, new SecretForms(secret)]);
        }
    }

    /// <summary>The text with <see cref="Mask"/> in place of each secret.</summary>
    /// <param name="text">Text from anywhere, escaped for a terminal or not.</param>
    /// <param name="shortest">The fewest characters of a secret that is looked for. Default <see cref="ShortestSecret"/>.</param>
    /// <returns>The same instance where there is none.</returns>
    public string Hide(string text, int shortest = ShortestSecret)
    {
        ArgumentNullException.ThrowIfNull(text);
        var secrets = Wanted(shortest);
        if (secrets.Length == 0 || text.Length < shortest) return text;
        return Find(text, secrets) is { } found ? Replace(text, found) : text;
    }

    /// <summary>The lines of one text with <see cref="Mask"/> in place of each secret, also of one that is broken over lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="shortest">The fewest characters of a secret that is looked for. Default <see cref="ShortestSecret"/>.</param>
    /// <returns>The same instance where there is none.</returns>
    public IReadOnlyList<string> Hide(IReadOnlyList<string> lines, int shortest = ShortestSecret)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (Wanted(shortest).Length == 0) return lines;
        var single = lines.Select(line => Hide(line, shortest)).ToArray();
        var isChanged = !single.SequenceEqual(lines, ReferenceEqualityComparer.Instance);
        var current = isChanged ? single : lines;
        return current.Count > 1 && HideBroken(current, shortest) is { } whole ? whole : current;
    }

    private static bool[]? Find(string text, SecretForms[] secrets)
    {
        bool[]? found = null;
        for (var layer = TextLayer.Of(text); layer is not null; layer = layer.Unescape())
        {
            foreach (var secret in secrets)
            {
                foreach (var (start, end) in secret.FindIn(layer))
                {
                    found ??= new bool[text.Length];
                    found.AsSpan(start..end).Fill(true);
                }
            }
        }

        return found;
    }

    private static string Replace(string text, ReadOnlySpan<bool> found)
    {
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!found[i]) output.Append(text[i]);
            else if (i == 0 || !found[i - 1]) output.Append(Mask);
        }

        return output.ToString();
    }

    // The lines as one text without what separates them, for a secret that goes on in the next.
    private string[]? HideBroken(IReadOnlyList<string> lines, int shortest)
    {
        var whole = string.Concat(lines.Select(static line => line.Trim()));
        if (whole.Length < shortest || Find(whole, Wanted(shortest)) is not { } found) return null;
        var output = new string[lines.Count];
        var at = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var text = lines[i].Trim();
            var lead = lines[i].Length - lines[i].TrimStart().Length;
            output[i] = string.Concat(lines[i].AsSpan(0, lead), Replace(text, found.AsSpan(at, text.Length)));
            at += text.Length;
        }

        return output;
    }

    private SecretForms[] Wanted(int shortest)
    {
        var secrets = Volatile.Read(ref _secrets);
        return Array.TrueForAll(secrets, secret => secret.Secret.Length >= shortest) ? secrets : Array.FindAll(secrets, secret => secret.Secret.Length >= shortest);
    }
}

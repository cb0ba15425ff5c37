using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core;

/// <summary>
/// A remote path that is valid by construction: no control character, no lone surrogate, no empty, "." or ".." segment,
/// and it never climbs above its top.
/// </summary>
/// <remarks>
/// The top is <see cref="Root"/> for an absolute path and <see cref="Home"/>, the login directory, for a relative one.
/// Spaces at either end, leading dashes, backslashes, quotes, '~' and Unicode are parts of names and stay untouched.
/// Comparison is ordinal: two spellings that a file system may treat as one are two paths here.
/// </remarks>
public sealed class FtpPath : IEquatable<FtpPath>, IComparable<FtpPath>
{
    private readonly string[] _segments;
    private readonly string _text;

    private FtpPath(bool isAbsolute, string[] segments)
    {
        IsAbsolute = isAbsolute;
        _segments = segments;
        var joined = string.Join('/', segments);
        _text = isAbsolute ? "/" + joined : segments.Length == 0 ? "." : joined;
    }

    /// <summary>The absolute path without segments, "/".</summary>
    public static FtpPath Root { get; } = new(isAbsolute: true, []);

    /// <summary>The login directory: the relative path without segments, ".".</summary>
    public static FtpPath Home { get; } = new(isAbsolute: false, []);

    /// <summary>Whether the path starts at the root of the server, not at the login directory.</summary>
    public bool IsAbsolute { get; }

    /// <summary>Whether the path has no segments: <see cref="Root"/> or <see cref="Home"/>.</summary>
    public bool IsTop => _segments.Length == 0;

    /// <summary>The last segment; empty at the top.</summary>
    public string Name => IsTop ? "" : _segments[^1];

    /// <summary>The path without its last segment; <see langword="null"/> at the top.</summary>
    public FtpPath? Parent => _segments.Length switch
    {
        0 => null,
        1 => IsAbsolute ? Root : Home,
        _ => new FtpPath(IsAbsolute, _segments[..^1]),
    };

    /// <summary>The names from the top down; each satisfies <see cref="IsName"/>.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>Reads a path. Slashes collapse, "." vanishes, ".." takes one segment back.</summary>
    /// <param name="text">The path as typed or as a server wrote it; not empty.</param>
    /// <exception cref="FormatException">The text is no path; the message says why in plain words.</exception>
    public static FtpPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var path) is { } problem ? throw new FormatException(problem) : path!;
    }

    /// <summary>Reads a path like <see cref="Parse"/>, without an exception.</summary>
    /// <param name="text">The path, or <see langword="null"/>, which is no path.</param>
    /// <param name="path">The path when the result is <see langword="true"/>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out FtpPath? path)
    {
        path = null;
        return text is not null && Read(text, out path) is null;
    }

    /// <summary>Whether the text can be one segment of a path.</summary>
    /// <param name="name">A name as a listing may give it.</param>
    public static bool IsName([NotNullWhen(true)] string? name) => name is not null && NameProblem(name) is null;

    /// <summary>The path of an entry in this directory.</summary>
    /// <param name="name">Exactly one segment, see <see cref="IsName"/>.</param>
    /// <exception cref="FormatException">The name is empty, ".", "..", or has a '/' or a control character.</exception>
    public FtpPath Append(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NameProblem(name) is { } problem
            ? throw new FormatException(problem)
            : new FtpPath(IsAbsolute, [.. _segments, name]);
    }

    /// <summary>The other path as seen from this directory; an absolute path stands for itself.</summary>
    /// <param name="other">A path relative to this one, or an absolute path.</param>
    public FtpPath Combine(FtpPath other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsAbsolute)
            return other;
        return other.IsTop ? this : new FtpPath(IsAbsolute, [.. _segments, .. other._segments]);
    }

    /// <summary>Whether this path is the ancestor or lies below it, compared segment by segment.</summary>
    /// <param name="ancestor">The directory; of the same kind (absolute or relative) to match.</param>
    public bool IsWithin(FtpPath ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        return IsAbsolute == ancestor.IsAbsolute
            && _segments.Length >= ancestor._segments.Length
            && _segments.AsSpan(0, ancestor._segments.Length).SequenceEqual(ancestor._segments);
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] FtpPath? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as FtpPath);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    /// <summary>Orders relative before absolute, then segment by segment, ordinal; a directory before its content.</summary>
    /// <param name="other">The path to compare with.</param>
    public int CompareTo(FtpPath? other)
    {
        if (other is null)
            return 1;
        if (IsAbsolute != other.IsAbsolute)
            return IsAbsolute ? 1 : -1;
        for (var i = 0; i < Math.Min(_segments.Length, other._segments.Length); i++)
        {
            var order = string.CompareOrdinal(_segments[i], other._segments[i]);
            if (order != 0)
                return order;
        }

        return _segments.Length.CompareTo(other._segments.Length);
    }

    /// <summary>The form used on the wire: "/a/b", "a/b", "/" or ".".</summary>
    public override string ToString() => _text;

    /// <summary>Whether both are the same path.</summary>
    /// <param name="left">A path or <see langword="null"/>.</param>
    /// <param name="right">A path or <see langword="null"/>.</param>
    public static bool operator ==(FtpPath? left, FtpPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different paths.</summary>
    /// <param name="left">A path or <see langword="null"/>.</param>
    /// <param name="right">A path or <see langword="null"/>.</param>
    public static bool operator !=(FtpPath? left, FtpPath? right) => !(left == right);

    private static string? Read(string text, out FtpPath? path)
    {
        path = null;
        if (text.Length == 0)
            return "The path is empty.";
        var isAbsolute = text[0] == '/';
        var segments = new List<string>();
        foreach (var range in text.AsSpan().Split('/'))
        {
            var part = text.AsSpan(range);
            if (part.IsEmpty || part is ".")
                continue;
            if (part is "..")
            {
                if (segments.Count == 0)
                    return "The path leads above its top with \"..\".";
                segments.RemoveAt(segments.Count - 1);
                continue;
            }

            var name = part.ToString();
            if (NameProblem(name) is { } problem)
                return problem;
            segments.Add(name);
        }

        path = segments.Count > 0 ? new FtpPath(isAbsolute, [.. segments]) : isAbsolute ? Root : Home;
        return null;
    }

    private static string? NameProblem(string name)
    {
        if (name is "")
            return "A name in a path cannot be empty.";
        if (name is "." or "..")
            return "A name in a path cannot be \".\" or \"..\".";
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == '/')
                return "A name in a path cannot contain '/'.";
            // RFC 959 section 5.3.2: CR and LF end a pathname; the other controls have no business in one.
            if (c is < ' ' or '\x7F')
                return $"A name in a path cannot contain the control character U+{(int)c:X4}.";
            if (!char.IsSurrogate(c))
                continue;
            if (i + 1 >= name.Length || !char.IsSurrogatePair(c, name[i + 1]))
                return "A name in a path is not valid Unicode (half of a surrogate pair).";
            i++;
        }

        return null;
    }
}

namespace Sealift.Transfer.Filters;

/// <summary>A pattern for one name: literal characters, <c>*</c>, <c>?</c> and <c>[…]</c>.</summary>
internal sealed class NamePattern
{
    private readonly Piece[] _pieces;

    private NamePattern(Piece[] pieces) => _pieces = pieces;

    public static NamePattern Anything { get; } = new([new Piece(PieceKind.Star)]);

    public static NamePattern Parse(string text)
    {
        var pieces = new List<Piece>();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 == text.Length:
                    throw new FormatException("A pattern ends with a single \"\\\".");
                case '\\':
                    pieces.Add(new Piece(PieceKind.Literal, text[++i]));
                    break;
                case '*':
                    if (pieces is not [.., { Kind: PieceKind.Star }]) pieces.Add(new Piece(PieceKind.Star));
                    break;
                case '?':
                    pieces.Add(new Piece(PieceKind.Any));
                    break;
                case '[':
                    pieces.Add(ReadClass(text, ref i));
                    break;
                case var c:
                    pieces.Add(new Piece(PieceKind.Literal, c));
                    break;
            }
        }

        return new NamePattern([.. pieces]);
    }

    public bool Matches(string name)
    {
        // As in NamesPattern: only the last star is tried again, so the time is the product of both lengths at most.
        var (at, resume, resumeAt) = (0, -1, 0);
        var i = 0;
        while (i < name.Length)
        {
            if (at < _pieces.Length && _pieces[at].Kind == PieceKind.Star)
            {
                (resume, resumeAt) = (++at, i);
                continue;
            }

            // A character beyond the basic plane is one character.
            var length = char.IsHighSurrogate(name[i]) && i + 1 < name.Length ? 2 : 1;
            if (at < _pieces.Length && _pieces[at].Matches(name.AsSpan(i, length), out var taken))
            {
                at++;
                i += taken;
                continue;
            }

            if (resume < 0) return false;
            at = resume;
            i = ++resumeAt;
        }

        while (at < _pieces.Length && _pieces[at].Kind == PieceKind.Star) at++;
        return at == _pieces.Length;
    }

    private static Piece ReadClass(string text, ref int at)
    {
        var i = at + 1;
        var isNegated = i < text.Length && text[i] is '!' or '^';
        if (isNegated) i++;
        var ranges = new List<(char From, char To)>();
        for (var isFirst = true; ; isFirst = false)
        {
            if (i >= text.Length) throw new FormatException("A pattern has a \"[\" without its \"]\".");
            if (text[i] == ']' && !isFirst) break;
            var from = ReadOne(text, ref i);
            var to = from;
            if (i + 1 < text.Length && text[i] == '-' && text[i + 1] != ']')
            {
                i++;
                to = ReadOne(text, ref i);
            }

            if (to < from) throw new FormatException($"The range \"{from}-{to}\" in a pattern runs backwards.");
            ranges.Add((from, to));
        }

        at = i;
        return new Piece(PieceKind.Class, isNegated, [.. ranges]);
    }

    private static char ReadOne(string text, ref int i)
    {
        if (text[i] == '\\' && i + 1 < text.Length) i++;
        return text[i++];
    }

    private enum PieceKind
    {
        Literal,
        Any,
        Star,
        Class,
    }

    private readonly struct Piece
    {
        private readonly char _literal;
        private readonly bool _isNegated;
        private readonly (char From, char To)[] _ranges;

        public Piece(PieceKind kind, char literal = '\0')
        {
            Kind = kind;
            _literal = literal;
            _ranges = [];
        }

        public Piece(PieceKind kind, bool isNegated, (char From, char To)[] ranges)
        {
            Kind = kind;
            _isNegated = isNegated;
            _ranges = ranges;
        }

        public PieceKind Kind { get; }

        /// <summary>Whether the piece takes the character, and how many units of it.</summary>
        public bool Matches(ReadOnlySpan<char> character, out int taken)
        {
            taken = Kind == PieceKind.Literal ? 1 : character.Length;
            return Kind switch
            {
                PieceKind.Literal => character[0] == _literal,
                PieceKind.Any => true,
                _ => Holds(character) != _isNegated,
            };
        }

        private bool Holds(ReadOnlySpan<char> character)
        {
            if (character.Length > 1) return false;
            foreach (var (from, to) in _ranges)
            {
                if (character[0] >= from && character[0] <= to) return true;
            }

            return false;
        }
    }
}

using Tomlyn.Syntax;

namespace Sealift.Cli.Serving.Users;

/// <summary>A user and where its text is.</summary>
/// <param name="User">The user.</param>
/// <param name="Syntax">Its table.</param>
/// <param name="Lines">Its lines, by key.</param>
internal sealed record UserPlace(UserEntry User, TableSyntaxBase Syntax, IReadOnlyDictionary<UserKey, KeyValueSyntax> Lines);

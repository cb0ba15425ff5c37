namespace Sealift.Cli.Serving.Users;

/// <summary>What the value of a key looks like in the file of users.</summary>
internal enum UserKeyKind
{
    Text,
    Flag,
    Number,

    /// <summary>Bytes: a number, or a text such as "10G".</summary>
    Size,

    /// <summary>A list of texts.</summary>
    List,
}

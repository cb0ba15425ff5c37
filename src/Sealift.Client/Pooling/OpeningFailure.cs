namespace Sealift.Client.Pooling;

/// <summary>What a failed attempt to open a session means for a pool.</summary>
internal enum OpeningFailure
{
    /// <summary>Nothing that waiting would mend.</summary>
    Lasting,

    /// <summary>The server takes nobody at this moment; a little later it may.</summary>
    Busy,

    /// <summary>The server takes no more sessions of this login than there are.</summary>
    TooMany,

    /// <summary>The password, or the account, is not accepted. It must not be tried again by itself.</summary>
    LoginRefused,
}

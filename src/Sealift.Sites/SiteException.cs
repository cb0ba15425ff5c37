namespace Sealift.Sites;

/// <summary>Something is wrong with the saved sites, their vault or an import. No message holds a secret, and no file was changed.</summary>
public sealed class SiteException : Exception
{
    /// <summary>Says what happened.</summary>
    /// <param name="failure">The kind.</param>
    /// <param name="message">What happened, with the file and the line where there is one.</param>
    /// <param name="hint">What to do about it, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public SiteException(SiteFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>The kind.</summary>
    public SiteFailure Failure { get; }

    /// <summary>The failure's code in the catalogue (<see cref="Core.Errors.ErrorCatalogue"/>), such as <c>SL-SITE-01</c>.</summary>
    public string Code => Failure switch
    {
        SiteFailure.NotValid => "SL-SITE-01",
        SiteFailure.NotFound => "SL-SITE-03",
        SiteFailure.WrongPassphrase => "SL-SITE-04",
        _ => "SL-SITE-02",
    };

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }
}

namespace Sealift.Core;

/// <summary>The base of everything that goes wrong in an FTP session; the derived types say what is still usable.</summary>
public abstract class FtpException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, in plain words, without secrets.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    protected FtpException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The failure's code in the catalogue (<see cref="Errors.ErrorCatalogue"/>), such as <c>SL-NET-01</c>.</summary>
    public abstract string Code { get; }

    /// <summary>Whether the same attempt may succeed later without a change; <see langword="false"/> by default.</summary>
    public virtual bool IsTransient => false;

    /// <summary>What the user can do about it, in plain words; <see langword="null"/> if nothing is known to help.</summary>
    public virtual string? Hint => null;
}

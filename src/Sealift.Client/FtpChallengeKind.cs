namespace Sealift.Client;

/// <summary>What a server wants to hear during the login besides user and password.</summary>
public enum FtpChallengeKind
{
    /// <summary>The name of an account (332, RFC 959 section 5.4); it is sent with ACCT.</summary>
    Account,

    /// <summary>The answer to the challenge in the reply (336, RFC 2228 section 3): a one-time password; it is sent with PASS.</summary>
    Response,
}

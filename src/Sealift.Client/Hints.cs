using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>What a user can do about a reply, chosen by its code alone: the text of replies is never interpreted.</summary>
internal static class Hints
{
    public static string? For(FtpReply reply) => reply.Code switch
    {
        // RFC 4217 section 10: the server wants the data connection to resume the control connection's TLS session.
        522 => "The server wants data connections under TLS (no --data-clear) that resume the control connection's session.",
        521 => "The server wants another protection of data connections: PROT P is the default, --data-clear asks for PROT C.",
        425 => "The server could not use the data connection: its address, its port or its TLS session did not suit it.",
        426 or 451 => "The transfer was cut off on the server's side; it is not complete.",
        452 or 552 => "The server's disk or your quota is full.",
        450 or 550 => "The path may not exist, or your account may not use it.",
        553 => "The server does not allow this name.",
        532 => "The server wants an account (ACCT) for storing files.",
        530 => "The login has expired, or does not allow this.",
        500 or 502 or 504 => "The server does not know this command.",
        _ => null,
    };
}

namespace Sealift.Core.Listings;

/// <summary>Which command made a listing.</summary>
public enum ListingFormat
{
    /// <summary>MLSD (RFC 3659 section 7): facts and a name.</summary>
    Mlsd,

    /// <summary>LIST: whatever the server's system prints; Unix and DOS are told apart line by line.</summary>
    List,

    /// <summary>NLST: a name a line.</summary>
    Names,
}

namespace Sealift.Sites;

/// <summary>What the value of a <see cref="ConnectionSetting"/> looks like.</summary>
public enum SettingKind
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>On or off: an option without a value, true or false in a file.</summary>
    Flag,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Several texts: an option that may be given again, an array in a file.</summary>
    List,
}

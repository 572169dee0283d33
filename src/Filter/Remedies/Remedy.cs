using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Release;

namespace MsLite.Filter.Remedies;

/// <summary>One change of one file after which such a message would not be refused in this way again.</summary>
/// <param name="Content">What the file is to say; null removes it.</param>
/// <param name="Identity">What a whitelist goes by; null for other remedies.</param>
public sealed record Remedy(RemedyKind Kind, PolicyPath Path, PolicyContent? Content, WelcomeKind? Identity = null);

public enum RemedyKind
{
    /// <summary>Let this sender in, whatever the rest says.</summary>
    Whitelist,

    /// <summary>Remove the file that refused.</summary>
    Remove,

    /// <summary>Make the recipient known.</summary>
    AddUser,

    /// <summary>Let the check record what it finds, and refuse nobody.</summary>
    Shadow,
}

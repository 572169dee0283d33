namespace MsLite.Filter.Policy.Editing;

internal enum PlaceKind
{
    /// <summary>A directory whose name the contract gives, such as <c>users/valid</c>, or a domain's own.</summary>
    Directory,

    File,

    /// <summary>An entry of <c>users/valid</c>: a file, or a directory of client addresses.</summary>
    User,
}

/// <summary>What the contract knows to stand at a place of the tree, and what may be written there.</summary>
/// <param name="Role">Which file it is, for those whose text has a form of its own: "checks", "zones", "delivery", "quarantine"; else empty.</param>
/// <param name="HasMode">A check's switch, where <c>mode: shadow</c> has a meaning.</param>
/// <param name="HasReply">The entry refuses, so that <c>reply:</c> has a meaning.</param>
internal sealed record PolicyPlace(PlaceKind Kind, string Role = "", bool HasMode = false, bool HasReply = false);

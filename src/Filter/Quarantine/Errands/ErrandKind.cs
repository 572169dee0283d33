namespace MsLite.Filter.Quarantine.Errands;

/// <summary>What can be done with copies that were chosen.</summary>
public enum ErrandKind
{
    /// <summary>Deliver them after all.</summary>
    Release,

    /// <summary>Remove them for good.</summary>
    Delete,

    /// <summary>Maildir's flag S.</summary>
    MarkSeen,

    /// <summary>Take that flag away again.</summary>
    MarkUnseen,
}

namespace MsLite.Filter.Replay;

/// <summary>What a check needs to answer once more when the message has gone.</summary>
public enum ReplayNeed
{
    /// <summary>What the journal took down of envelope, client and header: the check is asked again.</summary>
    Facts,

    /// <summary>Nothing: it never refuses.</summary>
    Nothing,

    /// <summary>Its own answer of then, because what it looked at is gone: the body, or what DNS or a daemon said in that moment.</summary>
    Answer,
}

namespace MsLite.Filter;

/// <summary>The steps that take a message's time (docs/FLOW.md), in their order.</summary>
public enum MessageStep
{
    /// <summary>From the first byte on the wire to the last in the spool; the client's own pace is in it.</summary>
    Spool,

    Parse,

    Judge,

    /// <summary>The fields we add, made once for each copy that is archived or delivered.</summary>
    Stamp,

    /// <summary>Until the copies and their index lines are on stable storage.</summary>
    Archive,

    /// <summary>Until the next hop has answered; once for each next hop.</summary>
    Deliver,

    /// <summary>Telling of the fates: ledger, log, panel, journal.</summary>
    Reply,
}

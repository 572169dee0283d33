namespace MsLite.Filter.Delivery;

/// <summary>What came of asking a recipient's next hop whether it takes mail for it.</summary>
/// <param name="Words">What the next hop said, or why it said nothing; fit for one line.</param>
public sealed record Callout(CalloutResult Result, string Words);

public enum CalloutResult
{
    Accepted,

    /// <summary>For good: there is no such recipient.</summary>
    Refused,

    /// <summary>It could not say now. The recipient is accepted; when the message is handed over, the next hop will say.</summary>
    Open,
}

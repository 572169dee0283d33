namespace MsLite.Filter.Delivery;

/// <summary>Where delivered mail goes: the option <c>Delivery</c> or a domain's file <c>delivery</c>, parsed.</summary>
/// <param name="Text">As written.</param>
public sealed record NextHop(string Text)
{
    /// <summary>Understands <c>smtp://host:port</c>, <c>maildir:/path</c>; otherwise gives a sentence that says what is wrong.</summary>
    public static bool TryParse(string text, out NextHop? nextHop, out string error) => throw new NotImplementedException();
}

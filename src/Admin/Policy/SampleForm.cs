namespace MsLite.Admin.Policy;

/// <summary>Which sample message is to be sent to whom.</summary>
public sealed class SampleForm
{
    public string? To { get; set; }

    /// <summary>"good", "junk" or "wrong".</summary>
    public string? Kind { get; set; }
}
